package dev.sekisho.policy.document;

import dev.sekisho.kernel.decision.FactName;
import dev.sekisho.policy.rules.Condition;
import dev.sekisho.policy.rules.NamedList;
import dev.sekisho.policy.rules.Rule;
import dev.sekisho.policy.rules.RuleSet;
import dev.sekisho.policy.rules.TimeWindow;
import java.time.DayOfWeek;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/**
 * The one JSON text of a policy: keys and values in fixed order and spelling, no space, no comment. It is itself a document that
 * means the same, and equal policies have equal text.
 */
public final class Canonical {
    private final StringBuilder out = new StringBuilder();

    private Canonical() {}

    /** The text. */
    public static String write(RuleSet rules) {
        Canonical json = new Canonical();
        json.out.append("{\"lists\":");
        json.array(rules.lists(), json::list);
        json.out.append(",\"decryption\":");
        json.array(rules.decryption(), json::rule);
        json.out.append(",\"access\":");
        json.array(rules.access(), json::rule);
        json.out.append('}');
        return json.out.toString();
    }

    private void list(NamedList list) {
        out.append("{\"name\":");
        string(list.name());
        out.append(",\"hosts\":");
        array(list.hosts(), this::string);
        out.append(",\"networks\":");
        array(list.networks(), network -> string(network.toString()));
        out.append(",\"paths\":");
        array(list.paths(), path -> {
            out.append('{');
            if (!path.host().isEmpty()) {
                out.append("\"host\":");
                string(path.host());
                out.append(',');
            }
            out.append("\"prefix\":");
            string(path.prefix());
            out.append('}');
        });
        out.append('}');
    }

    private void rule(Rule rule) {
        out.append("{\"name\":");
        string(rule.name());
        if (!rule.when().isEmpty()) {
            out.append(",\"when\":{");
            conditions(rule.when());
            out.append('}');
        }
        out.append(",\"then\":");
        string(rule.then().wire());
        out.append('}');
    }

    /** Conditions of one key stand together, the positive one first. */
    private void conditions(List<Condition> when) {
        for (int i = 0; i < when.size(); i++) {
            Condition condition = when.get(i);
            boolean continued = i > 0 && when.get(i - 1).fact() == condition.fact();
            if (!continued) {
                out.append(i > 0 ? "}," : "");
                string(key(condition.fact()));
                out.append(":{");
            } else {
                out.append(',');
            }
            out.append(condition.negated() ? "\"not\":" : "\"in\":");
            values(condition);
        }
        out.append('}');
    }

    private void values(Condition condition) {
        if (condition instanceof Condition.Times times) {
            array(times.values(), this::window);
        } else {
            array(condition.wanted(), this::string);
        }
    }

    private void window(TimeWindow window) {
        EnumSet<DayOfWeek> days = EnumSet.copyOf(window.days());
        out.append("{\"days\":");
        array(days, day -> string(TimeWindow.wire(day)));
        out.append(",\"from\":");
        string(window.from().toString());
        out.append(",\"to\":");
        string(window.to().toString());
        out.append(",\"zone\":");
        string(window.zone().toString());
        out.append('}');
    }

    /** The key of {@code when} that reads a fact. */
    public static String key(FactName fact) {
        return fact == FactName.PERSON ? "user" : fact.wire();
    }

    private <T> void array(Collection<T> values, Consumer<T> write) {
        out.append('[');
        for (Iterator<T> it = values.iterator(); it.hasNext(); ) {
            write.accept(it.next());
            out.append(it.hasNext() ? "," : "");
        }
        out.append(']');
    }

    private void string(String text) {
        Quoted.append(out, text);
    }
}

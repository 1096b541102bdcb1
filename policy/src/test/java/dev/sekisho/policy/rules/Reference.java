package dev.sekisho.policy.rules;

import dev.sekisho.kernel.decision.FactName;
import dev.sekisho.kernel.decision.Stage;
import dev.sekisho.kernel.decision.WebRequest;
import dev.sekisho.policy.rules.Model.ListModel;
import dev.sekisho.policy.rules.Model.RuleModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The policy language in its shortest form: what the engine is compared with. Nothing here is shared with it. */
record Reference(Model model, Map<String, String> hostCategories, Map<String, String> urlCategories) {
    private static final List<String> ORDER =
            List.of("method", "port", "host", "list", "category", "user", "group", "clientIp");

    /** For example {@code block by rule 3}, or {@code r2 needs PATH}. */
    String decide(Stage stage, WebRequest request, int known) {
        for (RuleModel rule : stage == Stage.ACCESS ? model.access() : model.decryption()) {
            FactName missing = null;
            boolean fails = false;
            for (String key : ORDER) {
                Model.Wanted wanted = rule.when().get(key);
                if (wanted != null) {
                    for (boolean negated : new boolean[] {false, true}) {
                        List<String> values = negated ? wanted.not() : wanted.in();
                        Boolean holds = values.isEmpty() ? Boolean.TRUE : any(key, values, stage, request, known);
                        fails |= holds != null && !values.isEmpty() && holds == negated;
                        missing = missing == null && holds == null ? missing(key, request, known) : missing;
                    }
                }
            }
            if (!fails) {
                return missing == null ? rule.then() + " by " + rule.name() : rule.name() + " needs " + missing;
            }
        }
        throw new AssertionError("no rule");
    }

    private @Nullable Boolean any(String key, List<String> values, Stage stage, WebRequest request, int known) {
        return switch (key) {
            case "method" -> has(known, FactName.METHOD) ? values.contains(request.method()) : null;
            case "port" -> has(known, FactName.PORT) ? values.contains(String.valueOf(request.port())) : null;
            case "host" -> has(known, FactName.HOST) ? values.stream().anyMatch(below(request.host())) : null;
            case "user" ->
                has(known, FactName.PERSON)
                        ? request.person()
                                .map(person -> values.contains(person.toString()))
                                .orElse(false)
                        : null;
            case "group" -> has(known, FactName.GROUP) ? values.stream().anyMatch(request.groups()::contains) : null;
            case "clientIp" ->
                has(known, FactName.CLIENT_IP)
                        ? values.contains(request.clientAddress().getHostAddress() + "/32")
                        : null;
            case "category" -> category(values, stage, request, known);
            case "list" -> list(values, request, known);
            default -> throw new AssertionError(key);
        };
    }

    private @Nullable Boolean category(List<String> values, Stage stage, WebRequest request, int known) {
        boolean path = has(known, FactName.PATH);
        boolean more = urlCategories.keySet().stream().anyMatch(url -> url.startsWith(request.host() + "/"));
        if (!has(known, FactName.HOST) || (more && !path && has(known, FactName.METHOD))) {
            return null;
        }
        List<String> found = new ArrayList<>();
        hostCategories.forEach((name, category) -> {
            if (below(request.host()).test(name)) {
                found.add(category);
            }
        });
        String url = request.host() + request.path();
        urlCategories.forEach((begin, category) -> {
            if (stage == Stage.ACCESS && path && (url.equals(begin) || url.startsWith(begin + "/"))) {
                found.add(category);
            }
        });
        boolean hit = values.stream().anyMatch(found::contains);
        return hit || stage == Stage.DECRYPTION || path || !more ? Boolean.valueOf(hit) : null;
    }

    private @Nullable Boolean list(List<String> values, WebRequest request, int known) {
        boolean preliminary = !has(known, FactName.PATH) && !has(known, FactName.METHOD);
        if (!listsKnown(known)) {
            return null;
        }
        boolean open = false;
        for (ListModel list : model.lists()) {
            if (values.contains(list.name())) {
                String path = has(known, FactName.PATH) ? request.path() : "";
                if (list.hosts().stream().anyMatch(below(request.host()))
                        || request.destination().stream()
                                .anyMatch(to -> list.networks().contains(to.getHostAddress() + "/32"))
                        || (request.destination().isEmpty() && list.networks().contains(request.host() + "/32"))
                        || list.paths().stream().anyMatch(prefix -> !path.isEmpty() && path.startsWith(prefix))) {
                    return true;
                }
                open |= preliminary && !list.paths().isEmpty();
            }
        }
        return open ? null : Boolean.FALSE;
    }

    private boolean listsKnown(int known) {
        boolean preliminary = !has(known, FactName.PATH) && !has(known, FactName.METHOD);
        return model.lists().stream()
                .allMatch(list -> (list.hosts().isEmpty() || has(known, FactName.HOST))
                        && (list.networks().isEmpty()
                                || (has(known, FactName.DESTINATION) && has(known, FactName.HOST)))
                        && (list.paths().isEmpty() || has(known, FactName.PATH) || preliminary));
    }

    private FactName missing(String key, WebRequest request, int known) {
        return switch (key) {
            case "method" -> FactName.METHOD;
            case "port" -> FactName.PORT;
            case "host" -> FactName.HOST;
            case "user" -> FactName.PERSON;
            case "group" -> FactName.GROUP;
            case "clientIp" -> FactName.CLIENT_IP;
            case "list" -> listsKnown(known) ? FactName.PATH : FactName.LIST;
            case "category" ->
                has(known, FactName.HOST) && !has(known, FactName.METHOD) ? FactName.PATH : FactName.CATEGORY;
            default -> throw new AssertionError(key + request);
        };
    }

    private static Predicate<String> below(String host) {
        return name -> host.equals(name) || host.endsWith("." + name);
    }

    private static boolean has(int known, FactName fact) {
        return (known & fact.bit()) != 0;
    }
}

package dev.sekisho.policy.rules;

import dev.sekisho.kernel.decision.FactName;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.policy.url.Network;
import java.util.List;
import java.util.SortedSet;

/**
 * One condition of a rule: it holds if the request has any of the values, or, negated, if it has none of them.
 */
public sealed interface Condition {
    /** Whether it is a {@code not}. */
    boolean negated();

    /** The fact it reads. */
    FactName fact();

    /** What the rule names, in canonical spelling. */
    List<String> wanted();

    /** {@code method}: upper-case names. */
    record Methods(boolean negated, SortedSet<String> values) implements Condition {
        @Override
        public FactName fact() {
            return FactName.METHOD;
        }

        @Override
        public List<String> wanted() {
            return List.copyOf(values);
        }
    }

    /** {@code port}. */
    record Ports(boolean negated, SortedSet<Integer> values) implements Condition {
        @Override
        public FactName fact() {
            return FactName.PORT;
        }

        @Override
        public List<String> wanted() {
            return values.stream().map(String::valueOf).toList();
        }
    }

    /** {@code at}: time windows. */
    record Times(boolean negated, List<TimeWindow> values) implements Condition {
        @Override
        public FactName fact() {
            return FactName.AT;
        }

        @Override
        public List<String> wanted() {
            return values.stream().map(TimeWindow::toString).toList();
        }
    }

    /** {@code clientIp}: networks. */
    record ClientNetworks(boolean negated, NetworkIndex<Network> values) implements Condition {
        @Override
        public FactName fact() {
            return FactName.CLIENT_IP;
        }

        @Override
        public List<String> wanted() {
            return values.networks();
        }
    }

    /** {@code host}: names with everything below them, and addresses. */
    record Hosts(boolean negated, SortedSet<String> values) implements Condition {
        @Override
        public FactName fact() {
            return FactName.HOST;
        }

        @Override
        public List<String> wanted() {
            return List.copyOf(values);
        }
    }

    /** {@code user}: tokens. */
    record Users(boolean negated, SortedSet<String> values) implements Condition {
        /** @throws IllegalArgumentException if a value is not a token */
        public Users {
            values.forEach(PersonToken::parse);
        }

        @Override
        public FactName fact() {
            return FactName.PERSON;
        }

        @Override
        public List<String> wanted() {
            return List.copyOf(values);
        }
    }

    /** {@code group}: names of groups. */
    record Groups(boolean negated, SortedSet<String> values) implements Condition {
        @Override
        public FactName fact() {
            return FactName.GROUP;
        }

        @Override
        public List<String> wanted() {
            return List.copyOf(values);
        }
    }

    /** {@code category}: names of categories. */
    record Categories(boolean negated, SortedSet<String> values) implements Condition {
        @Override
        public FactName fact() {
            return FactName.CATEGORY;
        }

        @Override
        public List<String> wanted() {
            return List.copyOf(values);
        }
    }

    /**
     * {@code list}: names of lists.
     *
     * @param readsPath whether one of them has paths
     */
    record Lists(boolean negated, SortedSet<String> values, boolean readsPath) implements Condition {
        @Override
        public FactName fact() {
            return FactName.LIST;
        }

        @Override
        public List<String> wanted() {
            return List.copyOf(values);
        }
    }
}

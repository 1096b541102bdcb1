package dev.sekisho.policy.document;

import dev.sekisho.kernel.decision.Stage;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.policy.category.Taxonomy;
import dev.sekisho.policy.rules.Condition;
import dev.sekisho.policy.rules.NamedList;
import dev.sekisho.policy.rules.NetworkIndex;
import dev.sekisho.policy.rules.TimeWindow;
import dev.sekisho.policy.url.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads {@code when}: its keys are joined by AND, the values of a key by OR. */
final class ConditionReader {
    static final int VALUES_MAX = 10_000;

    /** In canonical order, which is the order of evaluation: cheap ones first. */
    static final List<String> KEYS =
            List.of("method", "port", "host", "list", "category", "user", "group", "clientIp", "at");

    /** Keys of the full language whose engines are not part of this version. */
    private static final Set<String> ENGINE_ABSENT = Set.of(
            "application",
            "contentType",
            "country",
            "device",
            "dlp",
            "fileType",
            "header",
            "reputation",
            "risk",
            "size",
            "threat",
            "userAgent");

    private static final Set<String> POLARITY = new TreeSet<>(Set.of("in", "not"));
    private static final Pattern METHOD = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,32}");
    private static final int GROUP_CHARS_MAX = 256;

    private final Stage stage;
    private final Map<String, NamedList> lists;
    private final Checks checks;

    ConditionReader(Stage stage, Map<String, NamedList> lists, Checks checks) {
        this.stage = stage;
        this.lists = lists;
        this.checks = checks;
    }

    List<Condition> read(Place when) {
        Set<String> known = new TreeSet<>(KEYS);
        known.addAll(ENGINE_ABSENT);
        Map<String, Place> fields = when.fields(known);
        if (when.isEmptyMapping()) {
            when.problem(
                    ProblemCode.MISSING_KEY,
                    "At least one condition belongs here; a rule for everything has no \"when\".");
        }
        fields.forEach((key, place) -> {
            if (ENGINE_ABSENT.contains(key)) {
                place.problem(
                        ProblemCode.ENGINE_ABSENT,
                        "The engine behind \"" + key + "\" is not part of this installation: remove the condition.");
            }
        });
        List<Condition> conditions = new ArrayList<>();
        for (String key : KEYS) {
            Place place = fields.get(key);
            if (place != null) {
                polarities(key, place, conditions);
            }
        }
        return conditions;
    }

    /** {@code key: values}, {@code key: {not: values}}, or {@code key: {in: values, not: values}}. */
    private void polarities(String key, Place place, List<Condition> conditions) {
        boolean window = key.equals("at") && place.isMapping() && !TimeReader.isPolarity(place);
        if (!place.isMapping() || window) {
            condition(key, place, false).ifPresent(conditions::add);
            return;
        }
        Map<String, Place> fields = place.fields(POLARITY);
        if (place.isEmptyMapping()) {
            place.problem(ProblemCode.MISSING_KEY, "Write values here, or {not: [values]}.");
        }
        for (String polarity : POLARITY) {
            Place values = fields.get(polarity);
            if (values != null) {
                condition(key, values, polarity.equals("not")).ifPresent(conditions::add);
            }
        }
    }

    private Optional<Condition> condition(String key, Place place, boolean negated) {
        return switch (key) {
            case "method" -> {
                atRequest(place, key);
                yield texts(place, negated, this::method, Condition.Methods::new);
            }
            case "port" -> texts(place, negated, ConditionReader::port, Condition.Ports::new);
            case "host" -> texts(place, negated, value -> HostReader.read(value, checks), Condition.Hosts::new);
            case "list" -> lists(place, negated);
            case "category" -> categories(place, negated);
            case "user" -> texts(place, negated, ConditionReader::user, Condition.Users::new);
            case "group" -> texts(place, negated, ConditionReader::group, Condition.Groups::new);
            case "clientIp" -> networks(place, negated);
            case "at" -> times(place, negated);
            default -> throw new IllegalStateException("no reader for the key " + key);
        };
    }

    private static <T extends Comparable<T>> Optional<Condition> texts(
            Place place,
            boolean negated,
            Function<Place, Optional<T>> read,
            BiFunction<Boolean, TreeSet<T>, Condition> make) {
        TreeSet<T> values = new TreeSet<>();
        place.values(VALUES_MAX).forEach(value -> read.apply(value).ifPresent(values::add));
        return values.isEmpty() ? Optional.empty() : Optional.of(make.apply(negated, values));
    }

    private void atRequest(Place place, String what) {
        if (stage == Stage.DECRYPTION) {
            place.problem(
                    ProblemCode.NOT_KNOWN_HERE,
                    "When decryption is decided, the " + what
                            + " of the requests to come is not known: use an access rule.");
        }
    }

    private Optional<String> method(Place value) {
        return value.text().flatMap(text -> {
            if (!METHOD.matcher(text).matches()) {
                value.problem(ProblemCode.BAD_METHOD, "This is not an HTTP method such as POST.");
                return Optional.empty();
            }
            return Optional.of(text.toUpperCase(Locale.ROOT));
        });
    }

    private static Optional<Integer> port(Place value) {
        return value.text().flatMap(text -> {
            if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > 65535) {
                value.problem(ProblemCode.BAD_PORT, "A port is a number from 1 to 65535.");
                return Optional.empty();
            }
            return Optional.of(Integer.valueOf(text));
        });
    }

    /** A group of the taxonomy stands for its categories of today: a published rule does not change with the taxonomy. */
    private Optional<Condition> categories(Place place, boolean negated) {
        TreeSet<String> values = new TreeSet<>();
        place.values(VALUES_MAX)
                .forEach(value -> category(value).ifPresent(name -> values.addAll(Taxonomy.expand(name))));
        return values.isEmpty() ? Optional.empty() : Optional.of(new Condition.Categories(negated, values));
    }

    private Optional<String> category(Place value) {
        return value.text().flatMap(text -> {
            if (checks.catalogue().isPresent()
                    && !checks.catalogue().get().names().contains(text)) {
                value.problem(
                        ProblemCode.UNKNOWN_CATEGORY,
                        ("There is no category \"" + text + "\". "
                                        + value.hint(
                                                text, checks.catalogue().get().names()))
                                .strip());
                return Optional.empty();
            }
            return Optional.of(text);
        });
    }

    private static Optional<String> user(Place value) {
        return value.text().flatMap(text -> {
            try {
                return Optional.of(PersonToken.parse(text).toString());
            } catch (IllegalArgumentException e) {
                value.problem(ProblemCode.UNKNOWN_USER, "Nobody has this login.");
                return Optional.empty();
            }
        });
    }

    private static Optional<String> group(Place value) {
        return value.text().flatMap(text -> {
            if (text.isBlank() || text.length() > GROUP_CHARS_MAX) {
                value.problem(ProblemCode.BAD_NAME, "The name of a group has 1 to " + GROUP_CHARS_MAX + " characters.");
                return Optional.empty();
            }
            return Optional.of(text);
        });
    }

    private Optional<Condition> lists(Place place, boolean negated) {
        boolean[] paths = new boolean[1];
        return texts(
                place,
                negated,
                value -> value.text().flatMap(name -> list(value, name, paths)),
                (not, values) -> new Condition.Lists(not, values, paths[0]));
    }

    private Optional<String> list(Place value, String name, boolean[] paths) {
        NamedList list = lists.get(name);
        if (list == null) {
            value.problem(
                    ProblemCode.UNKNOWN_LIST,
                    ("There is no list \"" + name + "\". " + value.hint(name, lists.keySet())).strip());
            return Optional.empty();
        }
        if (!list.paths().isEmpty()) {
            atRequest(value, "path (which the list \"" + name + "\" has)");
            paths[0] = true;
        }
        return Optional.of(name);
    }

    private static Optional<Condition> networks(Place place, boolean negated) {
        Map<String, Network> networks = new TreeMap<>();
        place.values(VALUES_MAX)
                .forEach(value -> NetworkReader.read(value).ifPresent(found -> networks.put(found.toString(), found)));
        return networks.isEmpty()
                ? Optional.empty()
                : Optional.of(new Condition.ClientNetworks(negated, NetworkIndex.of(networks.values())));
    }

    private static Optional<Condition> times(Place place, boolean negated) {
        Map<String, TimeWindow> windows = new TreeMap<>();
        place.values(VALUES_MAX)
                .forEach(value -> TimeReader.read(value).ifPresent(found -> windows.put(found.toString(), found)));
        return windows.isEmpty()
                ? Optional.empty()
                : Optional.of(new Condition.Times(negated, List.copyOf(windows.values())));
    }
}

package dev.sekisho.control.access;

import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.Purpose;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What an entry of the audit trail says about readings within one minute, in at most 200 characters.
 *
 * @param purpose why
 * @param count how many
 * @param filters names of parameters
 * @param persons whose data; everybody's if empty
 */
public record LookNote(Purpose purpose, long count, Set<String> filters, Set<PersonToken> persons) {
    /** Persons that one note can name; beyond that it says everybody, which is never less than the truth. */
    static final int MAX_PERSONS = 3;

    private static final String EVERYBODY = "*";

    /** The text of the entry. */
    public String text() {
        return "purpose=" + word(purpose) + " count=" + count + " filters=" + String.join(",", new TreeSet<>(filters))
                + " of="
                + (persons.isEmpty() || persons.size() > MAX_PERSONS
                        ? EVERYBODY
                        : persons.stream().map(PersonToken::toString).sorted().collect(Collectors.joining(",")));
    }

    /** Reads {@link #text()}; empty if the entry is about something else. */
    public static Optional<LookNote> parse(String object) {
        String[] parts = object.split(" ", -1);
        if (parts.length != 4
                || !parts[0].startsWith("purpose=")
                || !parts[1].startsWith("count=")
                || !parts[2].startsWith("filters=")
                || !parts[3].startsWith("of=")) {
            return Optional.empty();
        }
        String of = value(parts[3]);
        return Optional.of(new LookNote(
                Purpose.valueOf(value(parts[0]).toUpperCase(Locale.ROOT).replace('-', '_')),
                Long.parseLong(value(parts[1])),
                Set.copyOf(words(value(parts[2]))),
                of.equals(EVERYBODY)
                        ? Set.of()
                        : words(of).stream().map(PersonToken::parse).collect(Collectors.toUnmodifiableSet())));
    }

    /** The purpose as the API spells it. */
    public static String word(Purpose purpose) {
        return purpose.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String value(String part) {
        return part.substring(part.indexOf('=') + 1);
    }

    private static List<String> words(String joined) {
        return joined.isEmpty() ? List.of() : Arrays.asList(joined.split(","));
    }
}

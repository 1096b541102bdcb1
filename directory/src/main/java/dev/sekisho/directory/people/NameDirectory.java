package dev.sekisho.directory.people;

import dev.sekisho.kernel.id.PersonToken;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The names of one customer's people, in memory only: for display and for search. Immutable. */
final class NameDirectory {
    private final Map<PersonToken, Identity> identities;
    private final Map<PersonToken, String> searchable = new HashMap<>();

    NameDirectory(Map<PersonToken, Identity> identities) {
        this.identities = Map.copyOf(identities);
        identities.forEach((token, identity) ->
                searchable.put(token, folded(identity.name() + "\n" + identity.login() + "\n" + identity.email())));
    }

    Optional<String> nameOf(PersonToken token) {
        return Optional.ofNullable(identities.get(token)).map(Identity::name);
    }

    List<PersonToken> search(String text, int limit) {
        String wanted = folded(text.strip());
        return searchable.entrySet().stream()
                .filter(entry -> entry.getValue().contains(wanted))
                .map(Map.Entry::getKey)
                .sorted((a, b) -> nameOf(a).orElse("").compareTo(nameOf(b).orElse("")))
                .limit(limit)
                .toList();
    }

    Set<PersonToken> named(String word) {
        String wanted = folded(word.strip());
        Set<PersonToken> found = new LinkedHashSet<>();
        identities.forEach((token, identity) -> {
            if (token.toString().equalsIgnoreCase(wanted)
                    || token.pseudonym().equalsIgnoreCase(wanted)
                    || folded(identity.login()).equals(wanted)
                    || (!identity.email().isEmpty() && folded(identity.email()).equals(wanted))
                    || folded(identity.name()).equals(wanted)) {
                found.add(token);
            }
        });
        return found;
    }

    private static String folded(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }
}

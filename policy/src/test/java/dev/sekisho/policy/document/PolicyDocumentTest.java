package dev.sekisho.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Logins become tokens before a document is stored, and logins again when it is shown; nothing else of the text moves. */
class PolicyDocumentTest {
    private static final String TEXT = """
            # 😀 rules of alice — alice is only a comment here
            lists: [{name: alice, hosts: [alice.example]}]   # not a person
            access:
              - name: alice   # a rule's name
                when: {user: [alice, "bob@example.com", 'carol'], group: [alice]}
                then: allow
              - {name: b, when: {user: {not: alice}}, then: block}
              - name: c
                when:
                  user:
                    - dave     # on leave
                    - "x: y"
                then: block
              - {name: rest, then: allow}
            """;

    @Test
    void onlyThePeopleThatRulesNameAreRewritten() {
        String mapped = PolicyDocument.mapUsers(TEXT, login -> Optional.of("T-" + login.length()));

        assertThat(mapped)
                .isEqualTo(TEXT.replace("[alice, \"bob@example.com\", 'carol']", "[T-5, \"T-15\", 'T-5']")
                        .replace("not: alice", "not: T-5")
                        .replace("- dave ", "- T-4 ")
                        .replace("\"x: y\"", "\"T-4\""));
        assertThat(PolicyDocument.users(TEXT)).containsExactly("alice", "bob@example.com", "carol", "dave", "x: y");
    }

    @Test
    void aPersonWhomNobodyKnowsStaysAsWritten() {
        assertThat(PolicyDocument.mapUsers(TEXT, login -> Optional.empty())).isEqualTo(TEXT);
    }

    @Test
    void textThatIsNotADocumentIsLeftAlone() {
        assertThat(PolicyDocument.mapUsers("access: [}", login -> Optional.of("x")))
                .isEqualTo("access: [}");
        assertThat(PolicyDocument.users("access: [}")).isEmpty();
    }

    @Test
    void aDocumentInJsonStaysJson() {
        String json = "{\"access\":[{\"name\":\"a\",\"when\":{\"user\":[\"al\\\"ice\"]},\"then\":\"block\"}]}";

        assertThat(PolicyDocument.mapUsers(json, login -> Optional.of("new \\ \"name\"")))
                .isEqualTo(json.replace("al\\\"ice", "new \\\\ \\\"name\\\""));
    }

    @Test
    void aByteOrderMarkAndLineEndsOfWindowsDoNotMoveTheText() {
        String windows = "\ufeff" + TEXT.replace("\n", "\r\n");

        assertThat(PolicyDocument.mapUsers(windows, login -> Optional.of("T-" + login.length())))
                .isEqualTo("\ufeff"
                        + PolicyDocument.mapUsers(TEXT, login -> Optional.of("T-" + login.length()))
                                .replace("\n", "\r\n"));
    }

    @Property(tries = 1000)
    void logoutAndBackGivesTheSamePeople(@ForAll("logins") List<String> logins) {
        // Given a document in which people stand plain, quoted and in flow
        StringBuilder text = new StringBuilder("access:\n");
        for (String login : logins) {
            StringBuilder quoted = new StringBuilder();
            Quoted.append(quoted, login);
            text.append("  - {name: r, when: {user: [")
                    .append(quoted)
                    .append("]}, then: block}  # ")
                    .append("note\n");
        }
        Map<String, String> tokens = new HashMap<>();
        Map<String, String> names = new HashMap<>();
        for (String login : logins) {
            String token = new PersonToken(new Id128(7, tokens.size())).toString();
            tokens.putIfAbsent(login, token);
            names.put(tokens.get(login), login);
        }

        // When
        String stored = PolicyDocument.mapUsers(text.toString(), login -> Optional.ofNullable(tokens.get(login)));
        String shown = PolicyDocument.mapUsers(stored, token -> Optional.ofNullable(names.get(token)));

        // Then
        assertThat(PolicyDocument.users(stored)).isSubsetOf(tokens.values());
        assertThat(shown).isEqualTo(text.toString());
    }

    @Provide
    Arbitrary<List<String>> logins() {
        return Arbitraries.strings()
                .withChars("ab@.-_ :#'\"\\,[]{}&*!|>%é😀あ")
                .ofMinLength(1)
                .ofMaxLength(8)
                .filter(login ->
                        !login.contains("\ud83d") || login.codePoints().noneMatch(c -> c >= 0xd800 && c < 0xe000))
                .filter(login -> login.codePoints().noneMatch(c -> c >= 0xd800 && c < 0xe000))
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }
}

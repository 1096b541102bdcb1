package dev.sekisho.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.decision.Action;
import dev.sekisho.kernel.decision.FactName;
import dev.sekisho.kernel.decision.Facts;
import dev.sekisho.kernel.decision.Stage;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.policy.document.ProblemCode;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ExplainTest {
    private static final PersonToken PERSON = new PersonToken(new Id128(1, 2));

    private final CompiledPolicy policy = Policies.compile("""
            lists: [{name: listed, hosts: [blocked.test], paths: [{prefix: /x}]}]
            access:
              - {name: no-listed, when: {list: [listed]}, then: block}
              - {name: person, when: {user: [%s], category: {not: [gambling, games]}}, then: block}
              - {name: rest, then: allow}
            """.formatted(PERSON));

    @Test
    void aTraceIsToldInEnglish() {
        Facts facts = policy.classify(
                Requests.get("https://example.com/").person(PERSON).request());

        assertThat(new Explain(Locale.ENGLISH, token -> "Alice").trace(policy.trace(List.of(Stage.ACCESS), facts)))
                .containsExactly(
                        "Access: blocked by rule 2, “person”.",
                        "Rule 1, “no-listed”, did not match: the list was to be “listed” and was none.",
                        "Rule 2, “person”, matched: the user was to be “Alice” and was “Alice”.",
                        "Rules after it that were not looked at: 1.");
    }

    @Test
    void aTraceIsToldInJapanese() {
        Facts facts = policy.classify(Requests.get("https://example.com/").request());

        assertThat(new Explain(Locale.JAPAN).trace(policy.trace(List.of(Stage.DECRYPTION, Stage.ACCESS), facts)))
                .containsExactly(
                        "復号: ルール1「default」により復号して検査。",
                        "ルール1「default」が適用されました: 条件はありません。",
                        "アクセス: ルール3「rest」により許可。",
                        "ルール1「no-listed」は適用されませんでした: リストの条件は「listed」、実際はなし。",
                        "ルール2「person」は適用されませんでした: 利用者の条件は「" + PERSON + "」、実際はなし。",
                        "ルール3「rest」が適用されました: 条件はありません。");
    }

    @Test
    void whatCannotBeDecidedIsSaidWithTheMissingFact() {
        Facts connect = policy.classify(Requests.get("https://example.com/").connect());

        assertThat(new Explain(Locale.FRENCH).trace(policy.trace(List.of(Stage.ACCESS), connect)))
                .containsExactly(
                        "Access: not decidable; rule “no-listed” reads the path, which is not known.",
                        "Rule 1, “no-listed”, could not be evaluated: the list is not known completely.",
                        "Rules after it that were not looked at: 2.");
    }

    @Test
    void aNameWithBracesIsShownAsItIs() {
        CompiledPolicy odd = Policies.compile(
                "access: [{name: \"a (b)\", when: {group: \"{0} it''s\"}, then: block}, {name: r, then: allow}]");
        Facts facts = odd.classify(
                Requests.get("https://example.com/").groups("{0} it''s").request());

        assertThat(new Explain(Locale.ENGLISH).trace(odd.trace(List.of(Stage.ACCESS), facts)))
                .anyMatch(line -> line.contains("“{0} it''s”"));
    }

    @Test
    void bothLanguagesHaveTheSameKeysAndPlaceholdersAndEveryWordThereIs() throws IOException {
        Properties english = texts("explain.properties");
        Properties japanese = texts("explain_ja.properties");

        assertThat(japanese.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        for (String key : english.stringPropertyNames()) {
            assertThat(placeholders(japanese.getProperty(key)))
                    .as(key)
                    .isEqualTo(placeholders(english.getProperty(key)));
        }
        for (ProblemCode code : ProblemCode.values()) {
            assertThat(new Explain(Locale.ENGLISH).problem(code)).isNotBlank();
        }
        for (Action action : Action.values()) {
            assertThat(new Explain(Locale.JAPANESE).action(action)).isNotBlank();
        }
        for (FactName fact : FactName.values()) {
            assertThat(english.stringPropertyNames()).contains("fact." + fact.wire());
        }
        for (Stage stage : Stage.values()) {
            assertThat(english.stringPropertyNames()).contains("stage." + stage.wire());
        }
        assertThat(english.stringPropertyNames())
                .filteredOn(key -> key.startsWith("problem."))
                .hasSize(ProblemCode.values().length);
    }

    private static TreeSet<String> placeholders(String text) {
        TreeSet<String> found = new TreeSet<>();
        Pattern.compile("\\{\\d}").matcher(text).results().forEach(match -> found.add(match.group()));
        return found;
    }

    private static Properties texts(String name) throws IOException {
        Properties texts = new Properties();
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(Explain.class.getResourceAsStream(name)), StandardCharsets.UTF_8)) {
            texts.load(reader);
        }
        return texts;
    }
}

package dev.sekisho.policy.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.sekisho.kernel.decision.Action;
import dev.sekisho.policy.CompileResult;
import dev.sekisho.policy.Policies;
import dev.sekisho.policy.PolicyCompiler;
import dev.sekisho.policy.category.Catalogue;
import dev.sekisho.policy.category.CategoryTable;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyReaderTest {
    private static final String REST = "access: [{name: rest, then: allow}]\n";

    @Test
    void allProblemsAreFoundAtOnceEachWithItsPlace() {
        // Given
        String text = """
                lists:
                  - name: listed
                    hosts: [example.com, "*.jp", "not a host"]
                    networks: [10.0.0.0/99]
                    paths: [{prefix: forbidden}]
                  - {name: listed, host: [example.org]}
                decryption:
                  - {name: a, when: {category: [heatlh]}, then: block}
                  - {name: rest, then: inspect}
                access:
                  - {name: a, when: {list: [lsted], colour: [red]}, then: blok}
                  - {name: a, when: {port: [0, 99999], method: ["G ET"]}, then: warn}
                  - {name: b, when: {dlp: [cards], user: [nobody]}, then: allow}
                  - {name: c, when: {group: {never: [x]}, category: []}, then: tunnel}
                """;

        // When
        List<Problem> problems = problems(text);

        // Then
        assertThat(problems.stream().map(PolicyReaderTest::line))
                .containsExactly(
                        "3:26 public-suffix lists[0].hosts[1]",
                        "3:34 bad-host lists[0].hosts[2]",
                        "4:16 bad-network lists[0].networks[0]",
                        "5:22 bad-path lists[0].paths[0].prefix",
                        "6:12 duplicate-name lists[1].name",
                        "6:20 unknown-key lists[1].host",
                        "8:33 unknown-category decryption[0].when.category[0]",
                        "8:49 wrong-action decryption[0].then",
                        "11:29 unknown-list access[0].when.list[0]",
                        "11:37 unknown-key access[0].when.colour",
                        "11:59 unknown-action access[0].then",
                        "12:12 duplicate-name access[1].name",
                        "12:29 bad-port access[1].when.port[0]",
                        "12:32 bad-port access[1].when.port[1]",
                        "12:49 bad-method access[1].when.method[0]",
                        "12:65 engine-absent access[1].then",
                        "13:27 engine-absent access[2].when.dlp",
                        "13:43 unknown-user access[2].when.user[0]",
                        "14:21 missing-final-rule access[3].when",
                        "14:30 unknown-key access[3].when.group.never",
                        "14:53 missing-key access[3].when.category",
                        "14:64 wrong-action access[3].then");
        assertThat(problems)
                .filteredOn(problem -> problem.code() == ProblemCode.UNKNOWN_CATEGORY)
                .allSatisfy(problem -> assertThat(problem.message()).contains("Did you mean \"health\"?"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|missing-section",
                "'# only a comment'|missing-section",
                "'access: [}'|syntax",
                "'{\"access\": [{\"name\": \"rest\", \"then\": \"allow\"}'|syntax",
                "'access: [{name: rest, then: allow}]\n---\naccess: []'|syntax",
                "'[]'|wrong-type",
                "'access: {}'|wrong-type",
                "'access: []'|missing-section",
                "'access:'|wrong-type",
                "'lists: []'|missing-section",
                "'access: [rest]'|wrong-type",
                "'access: [{then: allow}]'|missing-key",
                "'access: [{name: rest}]'|missing-key",
                "'access: [{name: [a], then: allow}]'|wrong-type",
                "'access: [{name: \"a,b\", then: allow}]'|bad-name",
                "'access: [{name: \"\", then: allow}]'|bad-name",
                "'access: [{name: \"a  b\", then: allow}]'|bad-name",
                "'access: [{name: \"a\\u202eb\", then: allow}]'|bad-name",
                "'access: [{name: a, name: b, then: allow}]'|duplicate-key",
                "'access: [{name: a, then: allow}, {name: b, then: block}]'|unreachable-rule",
                "'access: [{name: a, when: {}, then: allow}, {name: b, then: block}]'|missing-key",
                "'access: &a [{name: a, then: allow}]\ndecryption: *a'|syntax",
                "'access: [{name: a, when: {port: {not: []}}, then: allow}, {name: b, then: block}]'|missing-key",
                "'access: [{name: a, when: {at: {from: \"09:00\", to: \"17:00\"}}, then: allow}, {name: b, then: block}]'|missing-key",
                "'access: [{name: a, when: {at: {from: \"9:00\", to: \"17:00\", zone: UTC}}, then: allow}, {name: b, then: block}]'|bad-time",
                "'access: [{name: a, when: {at: {from: \"09:00\", to: \"17:00\", zone: Mars}}, then: allow}, {name: b, then: block}]'|bad-time",
                "'access: [{name: a, when: {at: {days: [so], from: \"09:00\", to: \"17:00\", zone: UTC}}, then: allow}, {name: b, then: block}]'|bad-time",
                "'access: [{name: a, when: {clientIp: [x]}, then: allow}, {name: b, then: block}]'|bad-network",
            })
    void aDocumentIsRefusedForWhatIsWrongWithIt(String text, String code) {
        assertThat(problems(text)).extracting(problem -> problem.code().code()).containsOnly(code);
    }

    @Test
    void whatIsNotKnownWhenDecryptionIsDecidedCannotBeAskedThere() {
        assertThat(problems("""
                lists: [{name: paths, paths: [{prefix: /a}]}, {name: hosts, hosts: [example.com]}]
                decryption:
                  - {name: a, when: {method: [GET]}, then: tunnel}
                  - {name: b, when: {list: [paths, hosts]}, then: tunnel}
                  - {name: rest, then: inspect}
                """ + REST).stream().map(PolicyReaderTest::line))
                .containsExactly(
                        "3:30 not-known-here decryption[0].when.method",
                        "4:29 not-known-here decryption[1].when.list[0]");
    }

    @Test
    void nestingWithoutEndIsRefusedBeforeItIsFollowed() {
        assertThat(problems("access: " + "[".repeat(100_000)))
                .extracting(Problem::code)
                .containsOnly(ProblemCode.TOO_LARGE);
    }

    @Test
    void aDocumentThatIsTooLongIsRefused() {
        assertThat(problems(REST + "#" + "x".repeat(Tree.CHARS_MAX)))
                .extracting(Problem::code)
                .containsOnly(ProblemCode.TOO_LARGE);
    }

    @Test
    void problemsWithoutEndAreCutOffAndThatIsSaid() {
        String rules = "  - {nme: a}\n".repeat(2000);

        assertThat(problems("access:\n" + rules)).hasSize(Problems.PROBLEMS_MAX + 1);
    }

    @Test
    void aLargeDocumentFullOfMistakesIsAnsweredInTime() {
        // Given a thousand lists, and a hundred thousand names that are none of them
        StringBuilder text = new StringBuilder("lists:\n");
        for (int i = 0; i < 1000; i++) {
            text.append("  - {name: a-rather-long-name-of-a-list-").append(i).append(", hosts: [a.test]}\n");
        }
        text.append("access:\n");
        for (int i = 0; i < 20; i++) {
            text.append("  - {name: r")
                    .append(i)
                    .append(", when: {list: [")
                    .append("a-rather-long-name-of-no-list,".repeat(5000))
                    .append("x]}, then: block}\n");
        }
        text.append("  - {name: rest, then: allow}\n");

        // Then
        assertTimeout(
                Duration.ofSeconds(10),
                () -> assertThat(problems(text.toString())).hasSize(Problems.PROBLEMS_MAX + 1));
    }

    @Test
    void jsonAndYamlOfTheSameRulesAreTheSamePolicy() {
        String yaml = """
                # people may write comments
                lists:
                  - name: 社内
                    description: hosts of our own
                    hosts: [B.example., a.example, "*.a.example"]
                    networks: [10.1.2.3/8]
                access:
                  - name: in hours
                    when: {at: {days: [fri, mon], from: "09:00", to: "17:00", zone: Asia/Tokyo}, method: [get, POST], list: 社内}
                    then: allow
                  - {name: rest, then: block}
                """;
        String json = """
                {"access":[{"then":"allow","name":"in hours","when":{"list":["社内"],"method":["POST","GET"],
                 "at":[{"zone":"Asia/Tokyo","to":"17:00","from":"09:00","days":["mon","fri"]}]}},{"name":"rest","then":"block"}],
                 "decryption":[{"name":"default","then":"inspect"}],
                 "lists":[{"name":"\\u793e\\u5185","networks":["0xa.0.0.0/8"],"hosts":["a.example","b.example"]}]}
                """;

        assertThat(Policies.compile(yaml).hash())
                .isEqualTo(Policies.compile(json).hash());
        assertThat(Policies.compile(yaml).hash())
                .isNotEqualTo(Policies.compile(yaml.replace("17:00", "17:01")).hash());
    }

    @Test
    void canonicalTextIsADocumentThatHasItselfAsCanonicalText() {
        String canonical = Policies.compile("""
                lists: [{name: l, hosts: [b.test, a.test], paths: [{host: a.test, prefix: "/\\"é\\\\\\u202e\\ud83d\\ude00"}]}]
                access:
                  - {name: a, when: {group: {in: ["x\\"y", "\\u0085\\ufffe"], not: z}, clientIp: "10.0.0.0/8", user: u-00000000000000000000000001}, then: block}
                  - {name: rest, then: monitor}
                """).bundle().rules();

        assertThat(Policies.compile(canonical).bundle().rules()).isEqualTo(canonical);
    }

    @Test
    void aGroupOfTheTaxonomyStandsForItsCategories() {
        String byGroup =
                "access: [{name: a, when: {category: [lifestyle, ut1:press]}, then: block}, {name: b, then: allow}]";

        assertThat(Policies.compile(byGroup)
                        .rules()
                        .access()
                        .getFirst()
                        .when()
                        .getFirst()
                        .wanted())
                .contains("games", "dating", "sports", "ut1:press")
                .doesNotContain("lifestyle", "gambling");
    }

    @Test
    void withoutDecryptionRulesEverythingIsOpened() {
        assertThat(Policies.compile(REST).rules().decryption())
                .singleElement()
                .satisfies(rule -> assertThat(rule.then()).isEqualTo(Action.INSPECT));
    }

    private static List<Problem> problems(String text) {
        return switch (PolicyCompiler.compile(text, Catalogue.shipped(), CategoryTable.empty())) {
            case CompileResult.Compiled compiled -> throw new AssertionError("it compiled");
            case CompileResult.Rejected rejected -> rejected.problems();
        };
    }

    private static String line(Problem problem) {
        return problem.line() + ":" + problem.column() + " " + problem.code().code() + " " + problem.path();
    }

    @Test
    void everyMessageIsASentence() {
        String all = problems("access:\n  - {nme: a, thn: b}\n  - [x]\n").stream()
                .map(Problem::message)
                .collect(Collectors.joining("\n"));

        assertThat(all.lines()).allMatch(line -> line.endsWith(".") || line.endsWith("?"));
        assertThat(all).contains("There is no key \"thn\" here. Did you mean \"then\"?");
    }

    @Test
    void lettersThatChangedPlacesAreGuessed() {
        assertThat(Nearest.hint("prot", List.of("port", "host"))).isEqualTo("Did you mean \"port\"?");
        assertThat(Nearest.hint("colour", ConditionReader.KEYS)).startsWith("Known here: at, ");
        assertThat(Nearest.hint("x".repeat(65), List.of("port"))).isEqualTo("Known here: port.");
    }
}

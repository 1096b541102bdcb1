package dev.sekisho.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.SekishoException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyProbeTest {
    private static final String DOCUMENT = """
            lists:
              - {name: listed, hosts: [blocked.sekisho.test], networks: [127.0.66.0/24], paths: [{prefix: /forbidden}]}
            decryption:
              - {name: health, when: {category: [health]}, then: tunnel}
              - {name: rest, then: inspect}
            access:
              - {name: no-listed, when: {list: [listed]}, then: block}
              - {name: no-gambling, when: {category: [gambling], group: {not: [compliance]}}, then: block}
              - {name: not-bob, when: {user: [bob@example.com], method: [POST]}, then: block}
              - {name: night, when: {at: {from: "22:00", to: "05:00", zone: Asia/Tokyo}, clientIp: [10.0.0.0/8]}, then: monitor}
              - {name: rest, then: allow}
            """;

    @Test
    void eachLineIsAnsweredByTheDocument() throws IOException {
        assertThat(answers("""
                {"url":"https://example.com/"}
                {"url":"https://www.BLOCKED.sekisho.test./","resolved":[]}
                {"url":"http://0x7f.0.66.1/"}
                {"url":"https://example.com/","resolved":["192.0.2.1","127.0.66.7"]}
                {"url":"https://example.com/%66orbidden"}
                {"url":"https://example.com/","categories":["gambling"]}
                {"url":"https://example.com/","categories":["gambling"],"groups":["compliance"]}
                {"url":"https://example.com/","user":"bob@example.com","method":"post"}
                {"url":"https://example.com/","user":"bob@example.com","method":"GET"}
                {"url":"https://example.com/","user":"carol","method":"POST"}
                {"url":"https://example.com/","clientIp":"10.1.2.3","at":"2026-11-22T19:59:59Z"}
                {"url":"https://example.com/","clientIp":"10.1.2.3","at":"2026-11-22T20:00:00Z"}
                """))
                .containsExactly(
                        "{\"action\":\"allow\",\"rule\":\"rest\"}",
                        "{\"action\":\"block\",\"rule\":\"no-listed\"}",
                        "{\"action\":\"block\",\"rule\":\"no-listed\"}",
                        "{\"action\":\"block\",\"rule\":\"no-listed\"}",
                        "{\"action\":\"block\",\"rule\":\"no-listed\"}",
                        "{\"action\":\"block\",\"rule\":\"no-gambling\"}",
                        "{\"action\":\"allow\",\"rule\":\"rest\"}",
                        "{\"action\":\"block\",\"rule\":\"not-bob\"}",
                        "{\"action\":\"allow\",\"rule\":\"rest\"}",
                        "{\"action\":\"allow\",\"rule\":\"rest\"}",
                        "{\"action\":\"monitor\",\"rule\":\"night\"}",
                        "{\"action\":\"allow\",\"rule\":\"rest\"}");
    }

    @Test
    void aTunnelIsDecidedOnItsHostAlone() throws IOException {
        assertThat(answers("""
                {"url":"https://example.com/forbidden","categories":["health"]}
                {"url":"http://example.com/forbidden","categories":["health"]}
                {"url":"https://blocked.sekisho.test/","categories":["health"]}
                {"url":"https://example.com/forbidden","method":"CONNECT","groups":null,"categories":null,"note":1}
                """))
                .containsExactly(
                        "{\"action\":\"allow\",\"rule\":\"rest\"}",
                        "{\"action\":\"block\",\"rule\":\"no-listed\"}",
                        "{\"action\":\"block\",\"rule\":\"no-listed\"}",
                        "{\"action\":\"allow\",\"rule\":\"rest\"}");
    }

    @Test
    void aLineThatCannotBeReadIsAnsweredAndTheNextOneToo() throws IOException {
        List<String> answers = answers("""
                nonsense
                [1]
                {"method":"GET"}
                {"url":"ftp://x/"}
                {"url":"https://example.com/","at":"noon"}
                {"url":"https://example.com/","clientIp":"home"}
                {"url":"https://example.com/","groups":[1]}

                {"url":"https://example.com/"}
                """);

        assertThat(answers).hasSize(8);
        assertThat(answers.subList(0, 7)).allMatch(answer -> answer.startsWith("{\"error\":\""));
        assertThat(answers.getLast()).isEqualTo("{\"action\":\"allow\",\"rule\":\"rest\"}");
    }

    @Test
    void aDocumentThatDoesNotCompileIsRefusedWithEveryProblem() {
        assertThatThrownBy(() -> new PolicyProbe("access:\n  - {name: a, then: blok}\n  - {nme: b}\n", Instant::now))
                .isInstanceOf(SekishoException.class)
                .message()
                .contains("2:21 access[0].then [unknown-action]")
                .contains("[unknown-key]")
                .contains("[unreachable-rule]");
    }

    private static List<String> answers(String lines) throws IOException {
        StringWriter out = new StringWriter();
        new PolicyProbe(DOCUMENT, () -> Instant.parse("2026-11-22T10:00:00Z"))
                .run(new BufferedReader(new StringReader(lines)), out);
        return out.toString().lines().toList();
    }
}

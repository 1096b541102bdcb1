package dev.sekisho.app.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The check of licences lets the accepted ones pass and stops the others; {@code ./test} runs it over the whole product. */
class LicenceCheckTest {
    private static final Path SCRIPT = Path.of("../bin/lib/check-licences.sh");
    private static final String FAIR_LOCK = """
            {"packages": {"": {"name": "console"}, "node_modules/react": {"license": "MIT"},
              "node_modules/only-builds": {"license": "GPL-3.0", "dev": true}}}
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"license": {"id": "Apache-2.0"}}                                         | 0
            {"expression": "Apache-2.0 OR GPL-3.0-only"}                              | 0
            {"license": {"id": "EPL-2.0"}}, {"license": {"id": "GPL-2.0-only"}}       | 0
            {"license": {"id": "GPL-3.0-only"}}                                       | 1
            {"license": {"name": "GNU General Public License, version 3"}}            | 1
            {"expression": "Apache-2.0 AND GPL-3.0-only"}                             | 1
            {"expression": "Apache-2.0 OR (MIT AND GPL-3.0-only)"}                    | 1
            {"license": {"id": "SSPL-1.0"}}                                           | 1
            {"license": {"id": "BUSL-1.1"}}                                           | 1
            {"license": {"id": "CC-BY-NC-4.0"}}                                       | 1
            {"license": {}}                                                           | 1
            """)
    void aPartPassesByAnAcceptedLicenceOnly(String licences, int exit) throws Exception {
        Outcome outcome = check(bom(licences), FAIR_LOCK);

        assertThat(outcome.exit()).as(outcome.said()).isEqualTo(exit);
        assertThat(outcome.said().contains("pkg:maven/org.example/part")).isEqualTo(exit == 1);
    }

    @Test
    void aPartOfTheConsoleIsLookedAtToo() throws Exception {
        Outcome outcome = check(bom("{\"license\": {\"id\": \"MIT\"}}"), FAIR_LOCK.replace("\"MIT\"", "\"GPL-3.0\""));

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.said()).contains("pkg:npm/react: GPL-3.0").doesNotContain("only-builds");
    }

    @Test
    void anEmptyOrMissingListOfPartsIsNoSuccess() throws Exception {
        assertThat(check("{\"components\": []}", FAIR_LOCK).exit()).isEqualTo(1);
        assertThat(check(bom("{\"license\": {\"id\": \"MIT\"}}"), "{\"packages\": {}}")
                        .exit())
                .isEqualTo(1);
        assertThat(run(folder.resolve("nothing.json"), folder.resolve("nothing.json"))
                        .exit())
                .isEqualTo(2);
    }

    private static String bom(String licences) {
        return """
                {"bomFormat": "CycloneDX", "components": [
                  {"purl": "pkg:maven/dev.sekisho/sekisho-kernel@0.1.0?type=jar"},
                  {"purl": "pkg:maven/org.example/part@1.0?type=jar", "licenses": [%s]}]}
                """.formatted(licences);
    }

    private Outcome check(String bom, String lock) throws IOException, InterruptedException {
        return run(
                Files.writeString(folder.resolve("bom.json"), bom),
                Files.writeString(folder.resolve("lock.json"), lock));
    }

    private static Outcome run(Path bom, Path lock) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("bash", SCRIPT.toString(), bom.toString(), lock.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), said);
    }

    private record Outcome(int exit, String said) {}
}

package dev.sekisho.app.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.app.running.Api;
import dev.sekisho.app.settings.Settings;
import dev.sekisho.app.settings.SettingsReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A laboratory whose clock was moved goes on in that time when it starts again. */
class LaboratoryRestartIT {
    @TempDir
    Path folder;

    @Test
    void aLaboratoryThatStartsAgainStatesWhatHappensAfterTheTimeItsClockWasMovedTo() throws Exception {
        // Given
        String path = "";
        LocalDate expires;
        try (Standalone laboratory = start()) {
            assertThat(laboratory).isNotNull();
            Api operator = operator();
            JsonNode customers = operator.get("/api/v1/operator/customers").get("items");
            String name = ready().path("customers").get(0).path("name").asString();
            for (JsonNode item : customers) {
                if (item.get("name").asString().equals(name)) {
                    path = "/api/v1/operator/customers/" + item.get("handle").asString() + "/licence";
                }
            }
            expires = LocalDate.parse(operator.get(path).get("expires").asString());
            Instant grace =
                    expires.plusDays(5).atStartOfDay(ZoneOffset.UTC).toInstant().plusSeconds(11);
            assertThat(customer()
                            .send(
                                    "POST",
                                    "/api/v1/lab/clock",
                                    "{\"now\":\"" + grace + "\"}",
                                    "Content-Type",
                                    "application/json")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(states()).endsWith("grace");
        }
        try (Standalone again = start()) {
            assertThat(again).isNotNull();
            assertThat(customer().get("/api/v1/licence").get("state").asString())
                    .isEqualTo("grace");
            // When
            Api operator = operator();
            HttpResponse<String> renewed = operator.send(
                    "PUT",
                    path,
                    "{\"kind\":\"full\",\"expires\":\"" + expires.plusYears(1) + "\"}",
                    "Content-Type",
                    "application/json",
                    "If-Match",
                    operator.send("GET", path, null)
                            .headers()
                            .firstValue("ETag")
                            .orElseThrow());
            // Then
            assertThat(renewed.statusCode()).as(renewed.body()).isEqualTo(200);
            assertThat(states()).endsWith("grace", "active");
        }
    }

    private List<String> states() throws Exception {
        return customer()
                .get("/api/v1/receipts/chain")
                .get("receipts")
                .valueStream()
                .filter(receipt -> receipt.get("kind").asString().equals("licence-step"))
                .map(receipt -> receipt.get("facts").get("state").asString())
                .toList();
    }

    private Standalone start() throws Exception {
        Path lists = Files.createDirectories(folder.resolve("lists"));
        Files.writeString(lists.resolve("few.txt"), "listed.example\n");
        Files.writeString(lists.resolve("catalogue.tsv"), "few\tfew.txt\tplain\tlisted\t1\t2026-01-01\tCC0-1.0\t-\n");
        Path file = Files.writeString(folder.resolve("sekisho.yaml"), """
                home: home
                lists: {folder: lists}
                gateway: {listen: ["127.0.0.1:0"]}
                control: {listen: "127.0.0.1:0"}
                """);
        Settings settings = SettingsReader.read(file, Optional.empty());
        return Standalone.start(new Options(settings, false, true), new PrintStream(OutputStream.nullOutputStream()));
    }

    private JsonNode ready() throws Exception {
        return JsonMapper.shared().readTree(Files.readString(folder.resolve("home/ready.json")));
    }

    private Api customer() throws Exception {
        JsonNode ready = ready();
        return new Api(
                ready.path("console").asString(),
                Path.of(ready.path("consoleCa").asString()),
                ready.path("customers").get(0).path("apiToken").asString());
    }

    private Api operator() throws Exception {
        JsonNode operator = ready().path("operator");
        return new Api(
                operator.path("url").asString(),
                Path.of(ready().path("consoleCa").asString()),
                operator.path("apiToken").asString());
    }
}

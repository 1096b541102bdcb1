package dev.sekisho.app.running;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From the end of a licence to the day when nothing of its customer is left, as a customer and its users see it. */
class LicenceEndIT {
    private static final String MARK = "endcnry5w2";
    private static final String EVENTS = "/api/v1/events?from=2020-01-01T00:00:00Z&to=2100-01-01T00:00:00Z";

    @TempDir
    Path folder;

    @Test
    void aCustomerWhoseLicenceEndsIsLockedAndThenGoneAndTheOtherOneStays() throws Exception {
        Files.writeString(folder.resolve("names.txt"), "127.9.0.1 " + MARK + ".test\n127.9.0.1 other.test\n");
        try (PlainOrigin origin = new PlainOrigin("127.9.0.1");
                Sekisho sekisho = Sekisho.lab(folder, """
                        names: names.txt
                        allowDestinations: [127.9.0.0/24]
                        """, "")) {
            // Given
            Api staying = sekisho.api(0);
            Api leaving = sekisho.api(1);
            Api operator = sekisho.operatorApi();
            String name = sekisho.customer(1).get("name").asString();
            String handle = "";
            for (JsonNode item : operator.get("/api/v1/operator/customers").get("items")) {
                String path = "/api/v1/operator/customers/" + item.get("handle").asString() + "/licence";
                if (item.get("name").asString().equals(name)) {
                    handle = path;
                } else {
                    renew(operator, path);
                }
            }
            LocalDate day = LocalDate.parse(operator.get(handle).get("expires").asString());
            Path ca = Path.of(sekisho.customer(1).get("inspectionCa").asString());
            try (Proxied user = new Proxied(sekisho.proxyPort(), "127.0.0.2", ca)) {
                String url = "http://" + MARK + ".test:" + origin.port() + "/" + MARK;

                // When
                move(staying, day, 1);

                // Then
                assertThat(leaving.get("/api/v1/licence").get("state").asString())
                        .isEqualTo("grace");
                for (int i = 0; i < 20; i++) {
                    assertThat(user.get(url).statusCode()).isEqualTo(200);
                }
                assertThat(leaving.await(
                                        EVENTS,
                                        Duration.ofSeconds(10),
                                        page -> page.get("items").size() == 20)
                                .get("items"))
                        .hasSize(20);
                assertThat(staying.send("POST", "/api/v1/lab/flush", "{}").statusCode())
                        .isLessThan(300);

                // When
                move(staying, day, 30);

                // Then
                assertThat(leaving.get("/api/v1/licence").get("state").asString())
                        .isEqualTo("locked");
                assertThat(leaving.send("GET", EVENTS, null).statusCode()).isEqualTo(403);
                assertThat(leaving.send("GET", EVENTS, null).body()).contains("licence-locked");
                assertThat(leaving.send("GET", "/api/v1/me", null).statusCode()).isEqualTo(200);
                assertThat(user.get(url).statusCode()).isEqualTo(200);
                assertVerifies(leaving.get("/api/v1/receipts/chain"), leaving);
                String certificate = handle.replace("/licence", "/receipts");
                assertThat(operator.send("GET", certificate, null).statusCode())
                        .as("receipts of a customer that is there are its own affair")
                        .isEqualTo(404);

                // When
                HttpResponse<String> chosen = leaving.send(
                        "PUT",
                        "/api/v1/licence/locked-traffic",
                        "{\"lockedTraffic\":\"block\"}",
                        "Content-Type",
                        "application/json",
                        "If-Match",
                        leaving.send("GET", "/api/v1/licence", null)
                                .headers()
                                .firstValue("ETag")
                                .orElseThrow());

                // Then
                assertThat(chosen.statusCode()).as(chosen.body()).isEqualTo(200);
                assertThat(user.get(url).statusCode()).isEqualTo(403);
                assertThat(user.get(url).body()).contains("licence-locked");

                // When
                move(staying, day, 121);
                Instant limit = Instant.now().plusSeconds(90);
                while (operator.get(handle).get("deleted").isNull()
                        && Instant.now().isBefore(limit)) {
                    TimeUnit.MILLISECONDS.sleep(500);
                }

                // Then
                assertThat(operator.get(handle).get("deleted").isNull()).isFalse();
                assertThat(leaving.send("GET", "/api/v1/me", null).statusCode()).isEqualTo(401);
                assertThat(user.get(url).statusCode()).isEqualTo(403);
                assertThat(user.get(url).body()).contains("on-ramp-unknown");
                assertThat(staying.send("GET", EVENTS, null).statusCode()).isEqualTo(200);
                JsonNode chain = operator.get(certificate);
                assertThat(chain.get("receipts")
                                .valueStream()
                                .toList()
                                .getLast()
                                .toString())
                        .contains("customer-deleted");
                assertVerifies(chain, staying);
                assertVerifies(operator.get("/api/v1/operator/receipts"), staying);
                assertThat(operator.send("GET", "/api/v1/operator/customers", null)
                                .body())
                        .doesNotContain(name);
            }
            assertThat(sekisho.stop()).isTrue();
        }
        assertThat(new ByteScan(MARK).hits(folder.resolve("home"), folder.resolve("home-keys")))
                .isEmpty();
    }

    private static void renew(Api operator, String path) throws Exception {
        LocalDate longer =
                LocalDate.parse(operator.get(path).get("expires").asString()).plusYears(2);
        HttpResponse<String> renewed = operator.send(
                "PUT",
                path,
                "{\"kind\":\"full\",\"expires\":\"" + longer + "\"}",
                "Content-Type",
                "application/json",
                "If-Match",
                operator.send("GET", path, null).headers().firstValue("ETag").orElseThrow());
        assertThat(renewed.statusCode()).as(renewed.body()).isEqualTo(200);
    }

    /** To eleven seconds after the beginning of a day, when the jobs of midnight are due. */
    private static void move(Api api, LocalDate day, int offset) throws Exception {
        Instant target =
                day.plusDays(offset).atStartOfDay(ZoneOffset.UTC).toInstant().plusSeconds(11);
        HttpResponse<String> moved = api.send(
                "POST", "/api/v1/lab/clock", "{\"now\":\"" + target + "\"}", "Content-Type", "application/json");
        assertThat(moved.statusCode()).as(moved.body()).isEqualTo(200);
    }

    private void assertVerifies(JsonNode chain, Api api) throws Exception {
        Path file = Files.writeString(
                folder.resolve("receipts.json"), JsonMapper.shared().writeValueAsString(chain));
        HttpResponse<String> pem = api.send("GET", "/api/v1/receipts/key", null, "Accept", "application/x-pem-file");
        Path key = Files.writeString(folder.resolve("receipts.pem"), pem.body());
        Process verify = new ProcessBuilder(
                        Sekisho.root().resolve("bin/sekisho").toString(),
                        "verify",
                        file.toString(),
                        "--key",
                        key.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(verify.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(verify.waitFor()).as(said).isZero();
    }
}

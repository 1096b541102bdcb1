package dev.sekisho.app.running;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was browsed is nowhere on the disk in the clear. */
class SealedIT {
    private static final String MARK = "cnry7f3k9q";
    private static final int REQUESTS = 1_000;

    @TempDir
    Path folder;

    @Test
    void noCanaryOfAThousandRequestsIsInAnyByteOfTheHomeFolder() throws Exception {
        // Given
        try (PlainOrigin origin = new PlainOrigin("127.9.0.1")) {
            StringBuilder names = new StringBuilder();
            for (int i = 0; i < 100; i++) {
                names.append("127.9.0.1 ").append(MARK).append("host").append(i).append(".test\n");
            }
            Files.writeString(folder.resolve("names.txt"), names);
            try (Sekisho sekisho = Sekisho.lab(folder, """
                    names: names.txt
                    allowDestinations: [127.9.0.0/24]
                    """, "")) {
                Api api = sekisho.api(0);
                signedInOnRamp(api);
                browse(sekisho, origin, REQUESTS);
                assertThat(api.send("POST", "/api/v1/lab/flush", "{}").statusCode())
                        .isLessThan(300);
                browse(sekisho, origin, 20);
                List<?> events = api.allEvents("from=2020-01-01T00:00:00Z&to=2100-01-01T00:00:00Z");
                assertThat(events.size()).isGreaterThanOrEqualTo(REQUESTS);
                assertThat(events.toString().contains(MARK))
                        .as("canaries can be read through the API")
                        .isTrue();
                // When
                assertThat(sekisho.stop()).isTrue();
            }
            // Then
            ByteScan scan = new ByteScan(MARK);
            Path[] places = {folder.resolve("home"), folder.resolve("home-keys")};
            assertThat(scan.hits(places)).isEmpty();
            Files.writeString(folder.resolve("home/planted"), "x" + MARK);
            assertThat(scan.hits(places))
                    .as("the scan sees a canary when there is one")
                    .hasSize(1);
        }
    }

    private static void signedInOnRamp(Api api) throws Exception {
        for (var ramp : api.get("/api/v1/on-ramps").get("items")) {
            api.send("DELETE", "/api/v1/on-ramps/" + ramp.get("id").asString(), null);
        }
        HttpResponse<String> ramp = api.send(
                "POST",
                "/api/v1/on-ramps",
                "{\"name\":\"Office\",\"source\":\"127.0.0.1/32\",\"signIn\":true}",
                "Content-Type",
                "application/json");
        assertThat(ramp.statusCode()).as(ramp.body()).isEqualTo(201);
        HttpResponse<String> person =
                api.send("POST", "/api/v1/people", """
                {"login":"%1$suser@example.test","name":"%1$sname","email":"%1$suser@example.test","role":"user",
                 "groups":["%1$sgroup"],"password":"%1$s-correct-horse-battery"}""".formatted(MARK), "Content-Type", "application/json");
        assertThat(person.statusCode()).as(person.body()).isEqualTo(201);
    }

    private static void browse(Sekisho sekisho, PlainOrigin origin, int requests) throws Exception {
        String credentials = Base64.getEncoder()
                .encodeToString((MARK + "user@example.test:" + MARK + "-correct-horse-battery")
                        .getBytes(StandardCharsets.UTF_8));
        Path ca = Path.of(sekisho.customer(0).get("inspectionCa").asString());
        try (Proxied browser = new Proxied(sekisho.proxyPort(), "127.0.0.1", ca)) {
            for (int i = 0; i < requests; i++) {
                String url = "http://%shost%d.test:%d/%spath%d?q=%squery%d"
                        .formatted(MARK, i % 100, origin.port(), MARK, i, MARK, i);
                HttpResponse<String> answer = browser.get(
                        url, "User-Agent", MARK + "agent" + i % 50, "Proxy-Authorization", "Basic " + credentials);
                assertThat(answer.statusCode()).isEqualTo(200);
            }
        }
    }
}

package dev.sekisho.app.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.app.settings.Settings;
import dev.sekisho.app.settings.SettingsReader;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a laboratory leaves behind in its home folder opens nothing for long. */
class RehearsalEndIT {
    @TempDir
    Path folder;

    @Test
    void tokensOfALaboratoryEndAfterADayAndAtAnOrdinaryStart() throws Exception {
        // Given
        String customer;
        String operator;
        try (Standalone laboratory = start(true)) {
            assertThat(laboratory).isNotNull();
            JsonNode ready = ready();
            customer = ready.path("customers").get(0).path("apiToken").asString();
            operator = ready.path("operator").path("apiToken").asString();
            JsonNode tokens =
                    JsonMapper.shared().readTree(get("/api/v1/tokens", customer).body());
            for (JsonNode token : tokens.path("items")) {
                assertThat(Instant.parse(token.path("expires").asString()))
                        .isBefore(Instant.now().plus(Duration.ofDays(1)));
            }
            assertThat(tokens.path("items").size()).isPositive();
            assertThat(get("/api/v1/operator/customers", operator).statusCode()).isEqualTo(200);
        }
        // When
        try (Standalone ordinary = start(false)) {
            assertThat(ordinary).isNotNull();
            // Then
            assertThat(get("/api/v1/tokens", customer).statusCode()).isEqualTo(401);
            assertThat(get("/api/v1/operator/customers", operator).statusCode()).isEqualTo(401);
        }
    }

    private Standalone start(boolean laboratory) throws Exception {
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
        return Standalone.start(
                new Options(settings, false, laboratory), new PrintStream(OutputStream.nullOutputStream()));
    }

    private JsonNode ready() throws Exception {
        return JsonMapper.shared().readTree(Files.readString(folder.resolve("home/ready.json")));
    }

    private HttpResponse<String> get(String path, String token) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry(
                "console",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(
                                Path.of(ready().path("consoleCa").asString())))));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        try (HttpClient client = HttpClient.newBuilder().sslContext(tls).build()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(ready().path("console").asString() + path))
                            .header("Authorization", "Bearer " + token)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}

package dev.sekisho.app.running;

import java.io.InputStream;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A program of a customer: the REST API with an API token. */
public final class Api {
    private final String base;
    private final String token;
    private final HttpClient client;

    public Api(String base, Path ca, String token) throws Exception {
        this.base = base;
        this.token = token;
        this.client = HttpClient.newBuilder().sslContext(trusting(ca)).build();
    }

    public HttpResponse<String> send(String method, String path, @Nullable String body, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + token)
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    public JsonNode get(String path) throws Exception {
        HttpResponse<String> answer = send("GET", path, null);
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(path + " answered " + answer.statusCode() + " " + answer.body());
        }
        return JsonMapper.shared().readTree(answer.body());
    }

    /** Publishes a policy over the one in force. */
    public HttpResponse<String> publish(String yaml) throws Exception {
        String tag =
                send("GET", "/api/v1/policy", null).headers().firstValue("ETag").orElse("\"0\"");
        return send("PUT", "/api/v1/policy", yaml, "Content-Type", "application/yaml", "If-Match", tag);
    }

    /** Asks until the answer is as wanted, at most this long; answers the last one. */
    public JsonNode await(String path, Duration limit, Predicate<JsonNode> wanted) throws Exception {
        Instant end = Instant.now().plus(limit);
        JsonNode answer = get(path);
        while (!wanted.test(answer) && Instant.now().isBefore(end)) {
            TimeUnit.MILLISECONDS.sleep(20);
            answer = get(path);
        }
        return answer;
    }

    /** Every event that the query gives, newest first, over all pages. */
    public List<JsonNode> allEvents(String query) throws Exception {
        List<JsonNode> events = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = get("/api/v1/events?limit=1000&" + query + cursor);
            page.get("items").forEach(events::add);
            JsonNode next = page.get("next");
            cursor = next == null || next.isNull() ? "" : "&cursor=" + next.asString();
        } while (!cursor.isEmpty());
        return events;
    }

    public static SSLContext trusting(Path ca) throws Exception {
        KeyStore roots = KeyStore.getInstance("PKCS12");
        roots.load(null, null);
        try (InputStream in = Files.newInputStream(ca)) {
            roots.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(roots);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}

package dev.sekisho.control.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An HTTP client that keeps cookies by hand, so that a test sees what is sent. */
public final class Client {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String base;
    private final HttpClient http;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, String> cookies = new LinkedHashMap<>();

    Client(InetSocketAddress address, SSLContext trust) {
        this(
                "https://" + address.getAddress().getHostAddress() + ":" + address.getPort(),
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .sslContext(trust)
                        .connectTimeout(Duration.ofSeconds(5))
                        .build());
    }

    private Client(String base, HttpClient http) {
        this.base = base;
        this.http = http;
    }

    /** The same with a bearer token. */
    public Client bearer(String token) {
        return with("Authorization", "Bearer " + token);
    }

    /** The same with another header. */
    public Client with(String name, String value) {
        Client other = new Client(base, http);
        other.headers.putAll(headers);
        other.cookies.putAll(cookies);
        other.headers.put(name, value);
        return other;
    }

    /** Cookies that were set, by name; a test may plant some. */
    public Map<String, String> cookies() {
        return cookies;
    }

    /** GET. */
    public Answer get(String path) {
        return send("GET", path, null, null);
    }

    /** DELETE. */
    public Answer delete(String path) {
        return send("DELETE", path, null, null);
    }

    /** POST of JSON. */
    public Answer post(String path, String json) {
        return send("POST", path, json, "application/json");
    }

    /** PUT of JSON. */
    public Answer put(String path, String json) {
        return send("PUT", path, json, "application/json");
    }

    /** POST of a form. */
    public Answer form(String path, Map<String, String> fields) {
        List<String> pairs = new ArrayList<>();
        fields.forEach(
                (name, value) -> pairs.add(java.net.URLEncoder.encode(name, java.nio.charset.StandardCharsets.UTF_8)
                        + "=" + java.net.URLEncoder.encode(value, java.nio.charset.StandardCharsets.UTF_8)));
        return send("POST", path, String.join("&", pairs), "application/x-www-form-urlencoded");
    }

    /** Any request. */
    public Answer send(String method, String path, @Nullable String body, @Nullable String type) {
        try {
            HttpResponse<byte[]> response =
                    http.send(request(method, path, body, type), HttpResponse.BodyHandlers.ofByteArray());
            keep(response);
            return new Answer(response);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** An answer that is read as it comes. */
    public HttpResponse<InputStream> stream(String path) {
        try {
            return http.send(request("GET", path, null, null), HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest request(String method, String path, @Nullable String body, @Nullable String type) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(20))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (type != null) {
            request.header("Content-Type", type);
        }
        headers.forEach(request::header);
        if (!cookies.isEmpty()) {
            List<String> pairs = new ArrayList<>();
            cookies.forEach((name, value) -> pairs.add(name + "=" + value));
            request.header("Cookie", String.join("; ", pairs));
        }
        return request.build();
    }

    private void keep(HttpResponse<?> response) {
        for (String header : response.headers().allValues("Set-Cookie")) {
            String pair = header.split(";", 2)[0];
            int equals = pair.indexOf('=');
            String value = pair.substring(equals + 1);
            if (header.contains("Max-Age=0") || value.isEmpty()) {
                cookies.remove(pair.substring(0, equals));
            } else {
                cookies.put(pair.substring(0, equals), value);
            }
        }
    }

    /** What came back. */
    public record Answer(HttpResponse<byte[]> response) {
        /** The status. */
        public int status() {
            return response.statusCode();
        }

        /** The body as text. */
        public String text() {
            return new String(response.body(), java.nio.charset.StandardCharsets.UTF_8);
        }

        /** The body as JSON. */
        public JsonNode json() {
            return JSON.readTree(response.body());
        }

        /** A header, or empty. */
        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /** The code of a problem document, or empty. */
        public String code() {
            return Optional.of(header("Content-Type"))
                    .filter("application/problem+json"::equals)
                    .map(any -> json().path("code").asString())
                    .orElse("");
        }
    }
}

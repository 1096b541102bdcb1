package dev.sekisho.seal.vault;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One request to a transit engine: {@code POST /v1/MOUNT/ACTION/KEY}. The limit holds for the whole of it, so that a server that
 * sends a byte a second is as slow as one that sends none; a redirect is not followed, an answer has at most 64 KiB. Nothing of
 * what is sent or received is in an error.
 */
final class TransitClient {
    private static final int MAX_ANSWER_BYTES = 64 << 10;
    private static final int MAX_TOKEN_BYTES = 4 << 10;
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);
    private static final int OK = 200;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final TransitOptions options;
    private final HttpClient http;

    private TransitClient(TransitOptions options, HttpClient http) {
        this.options = options;
        this.http = http;
    }

    static TransitClient of(TransitOptions options) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_LIMIT);
        options.ca().ifPresent(file -> builder.sslContext(trusting(options.name(), file)));
        return new TransitClient(options, builder.build());
    }

    /**
     * Calls an action.
     *
     * @param wanted the field of the answer's data to return
     * @throws SekishoException {@code KEY_SERVICE_UNAVAILABLE}
     */
    String call(String action, Map<String, String> body, String wanted) {
        HttpRequest request = request(action, body);
        CompletableFuture<HttpResponse<InputStream>> sent = http.sendAsync(request, BodyHandlers.ofInputStream());
        CompletableFuture<Answer> answered = sent.thenApplyAsync(
                TransitClient::read,
                task -> Thread.ofVirtual().name("key-service-answer").start(task));
        try {
            return field(answered.get(options.limit().toMillis(), TimeUnit.MILLISECONDS), wanted);
        } catch (TimeoutException e) {
            throw unavailable("it did not answer within " + options.limit().toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw unavailable("it cannot be reached (" + reason(e) + ")", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("the wait for it was interrupted", e);
        } finally {
            // Ends a request that still runs, and with it the connection.
            sent.whenComplete((response, failure) -> {
                if (response != null && !answered.isDone()) {
                    closed(response.body());
                }
            });
            sent.cancel(true);
        }
    }

    private record Answer(int status, byte[] body) {}

    private static Answer read(HttpResponse<InputStream> response) {
        try (InputStream in = response.body()) {
            byte[] body = in.readNBytes(MAX_ANSWER_BYTES + 1);
            return new Answer(response.statusCode(), body);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void closed(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private HttpRequest request(String action, Map<String, String> body) {
        URI uri = options.address().resolve("/v1/" + options.mount() + "/" + action + "/" + options.keyName());
        HttpRequest.Builder builder = HttpRequest.newBuilder(uri)
                .timeout(options.limit())
                .header("X-Vault-Token", token())
                .header("X-Vault-Request", "true")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)));
        options.namespace().ifPresent(namespace -> builder.header("X-Vault-Namespace", namespace));
        return builder.build();
    }

    private String token() {
        try {
            if (Files.size(options.tokenFile()) > MAX_TOKEN_BYTES) {
                throw unavailable("its token file is larger than a token", null);
            }
            String token = Files.readString(options.tokenFile(), StandardCharsets.UTF_8)
                    .strip();
            if (token.isEmpty() || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
                throw unavailable("its token file holds no token", null);
            }
            return token;
        } catch (IOException e) {
            throw unavailable("its token file cannot be read", e);
        }
    }

    private String field(Answer answer, String wanted) {
        if (answer.status() != OK) {
            throw unavailable(refusal(answer.status()), null);
        }
        if (answer.body().length > MAX_ANSWER_BYTES) {
            throw unavailable("it answered with more than 64 KiB", null);
        }
        try {
            JsonNode value = JSON.readTree(answer.body()).path("data").path(wanted);
            if (value.isString() && !value.stringValue().isEmpty()) {
                return value.stringValue();
            }
        } catch (JacksonException e) {
            throw unavailable("its answer is not what a transit engine answers", e);
        }
        throw unavailable("its answer is not what a transit engine answers", null);
    }

    /** What to do about each answer that a transit engine refuses with. */
    private static String refusal(int status) {
        return switch (status) {
            case 400 -> "it refused with 400: the key is not the one that wrapped this, or a version of it is gone";
            case 403 -> "it refused with 403: the token does not permit this, has run out, or the key was withdrawn";
            case 404 -> "it refused with 404: there is no such mount or key";
            case 429 -> "it refused with 429: too many requests";
            case 503 -> "it refused with 503: it is sealed or in standby";
            default -> "it answered " + status;
        };
    }

    SekishoException unavailable(String why, @Nullable Throwable cause) {
        String text = "The key service " + options.name() + " gave nothing: " + why + ".";
        return cause == null
                ? new SekishoException(ErrorCode.KEY_SERVICE_UNAVAILABLE, text)
                : new SekishoException(ErrorCode.KEY_SERVICE_UNAVAILABLE, text, cause);
    }

    private static String reason(ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return cause.getClass().getSimpleName();
    }

    private static SSLContext trusting(String name, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore roots = KeyStore.getInstance(KeyStore.getDefaultType());
            roots.load(null, null);
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                roots.setCertificateEntry("ca-" + number++, certificate);
            }
            if (number == 0) {
                throw new GeneralSecurityException("no certificate");
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(roots);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new SekishoException(
                    ErrorCode.CONFIG_INVALID,
                    "The key service " + name + ": " + file + " holds no readable certificates in PEM form.",
                    e);
        }
    }
}

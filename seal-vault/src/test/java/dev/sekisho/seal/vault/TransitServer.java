package dev.sekisho.seal.vault;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A transit engine on loopback that does what the real one's documentation says: {@code encrypt} and {@code decrypt} of one
 * AES-256-GCM key with versions, derivation by context and associated data, tokens, error bodies. It can be slow, sealed, gone,
 * or lie.
 */
public final class TransitServer implements AutoCloseable {
    /** The token it accepts. */
    public static final String TOKEN = "hvs.a-token-for-tests";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private final String name;
    private final SecureRandom random = new SecureRandom();
    private final List<byte[]> versions = new CopyOnWriteArrayList<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final List<String> contexts = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Mood mood = Mood.WELL;
    private volatile int oldestVersion = 1;
    private HttpServer server;

    /** How it behaves. */
    public enum Mood {
        /** As documented. */
        WELL,
        /** 503, as a sealed server. */
        SEALED,
        /** 403, as for a token that was revoked. */
        FORBIDDEN,
        /** Takes the request and never answers. */
        SILENT,
        /** Begins an answer and sends a byte now and then, for ever. */
        DRIPPING,
        /** Answers decrypt with other bytes of the right length. */
        LYING,
        /** Answers encrypt with what decrypts to something else. */
        WRAPPING_WRONG,
        /** Answers decrypt with fewer bytes. */
        SHORT,
        /** Answers with something that is no JSON. */
        BABBLING,
        /** Answers with more than anybody wants. */
        ENDLESS
    }

    /** A server with a key of this name. */
    public TransitServer(String name) {
        this.name = name;
        rotate();
        this.server = listen(0);
    }

    private HttpServer listen(int port) {
        try {
            HttpServer fresh = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 16);
            fresh.setExecutor(threads);
            fresh.createContext("/", this::handle);
            fresh.start();
            return fresh;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Options by which this server is reached, with a token file in {@code folder}. */
    public TransitOptions options(Path folder) {
        try {
            Path token = folder.resolve(name + ".token");
            Files.writeString(token, TOKEN + "\n");
            return new TransitOptions(
                    name,
                    address(),
                    "transit/" + name,
                    token,
                    Optional.empty(),
                    Optional.empty(),
                    java.time.Duration.ofMillis(1_500));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** From now on it behaves like this. */
    public void be(Mood now) {
        mood = now;
    }

    /** Makes the next version of the key. */
    public void rotate() {
        byte[] key = new byte[32];
        random.nextBytes(key);
        versions.add(key);
    }

    /** Forgets every version of the key but the newest, as {@code min_decryption_version} does. */
    public void forgetOldVersions() {
        oldestVersion = versions.size();
    }

    /** Requests so far. */
    public int requests() {
        return requests.get();
    }

    /** The contexts of the requests so far, decoded. */
    public List<String> contexts() {
        return List.copyOf(contexts);
    }

    /** Stops listening; {@link #comeBack} listens at the same address again. */
    public void die() {
        server.stop(0);
    }

    /** Listens again. */
    public void comeBack() {
        server = listen(server.getAddress().getPort());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.incrementAndGet();
            JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
            Mood now = mood;
            switch (now) {
                case SEALED -> answer(exchange, 503, "{\"errors\":[\"Vault is sealed\"]}");
                case FORBIDDEN -> answer(exchange, 403, "{\"errors\":[\"permission denied\"]}");
                case BABBLING -> answer(exchange, 200, "<html>a proxy's page</html>");
                case SILENT -> rest();
                case DRIPPING -> drip(exchange);
                case ENDLESS -> answer(exchange, 200, "{\"data\":{\"ciphertext\":\"" + "x".repeat(200_000) + "\"}}");
                case WELL, LYING, SHORT, WRAPPING_WRONG -> work(exchange, body, now);
            }
        }
    }

    private void rest() {
        try {
            if (closed.await(30, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void drip(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            for (int i = 0; i < 300; i++) {
                out.write(' ');
                out.flush();
                if (closed.await(100, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work(HttpExchange exchange, JsonNode body, Mood now) throws IOException {
        if (!TOKEN.equals(exchange.getRequestHeaders().getFirst("X-Vault-Token"))) {
            answer(exchange, 403, "{\"errors\":[\"permission denied\"]}");
            return;
        }
        String path = exchange.getRequestURI().getPath();
        byte[] context = base64(body, "context");
        byte[] bound = base64(body, "associated_data");
        if (context.length == 0) {
            answer(exchange, 400, "{\"errors\":[\"missing 'context' for key derivation\"]}");
            return;
        }
        contexts.add(new String(context, StandardCharsets.UTF_8));
        try {
            if (path.equals("/v1/transit/encrypt/" + name)) {
                byte[] plain = base64(body, "plaintext");
                if (now == Mood.WRAPPING_WRONG) {
                    plain[0] ^= 1;
                }
                answer(
                        exchange,
                        200,
                        JSON.writeValueAsString(Map.of("data", Map.of("ciphertext", seal(plain, context, bound)))));
            } else if (path.equals("/v1/transit/decrypt/" + name)) {
                byte[] plain = open(body.path("ciphertext").asString(), context, bound);
                if (now == Mood.LYING) {
                    plain[plain.length - 1] ^= 1;
                }
                byte[] given = now == Mood.SHORT ? Arrays.copyOf(plain, plain.length / 2) : plain;
                String text = Base64.getEncoder().encodeToString(given);
                answer(exchange, 200, JSON.writeValueAsString(Map.of("data", Map.of("plaintext", text))));
            } else {
                answer(exchange, 404, "{\"errors\":[]}");
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            answer(exchange, 400, "{\"errors\":[\"cipher: message authentication failed\"]}");
        }
    }

    private String seal(byte[] plain, byte[] context, byte[] bound) throws GeneralSecurityException {
        byte[] nonce = new byte[12];
        random.nextBytes(nonce);
        byte[] sealed = cipher(Cipher.ENCRYPT_MODE, versions.size(), nonce, context, bound)
                .doFinal(plain);
        byte[] joined = Arrays.copyOf(nonce, nonce.length + sealed.length);
        System.arraycopy(sealed, 0, joined, nonce.length, sealed.length);
        return "vault:v" + versions.size() + ":" + Base64.getEncoder().encodeToString(joined);
    }

    private byte[] open(String text, byte[] context, byte[] bound) throws GeneralSecurityException {
        String[] parts = text.split(":", -1);
        int version = parts.length == 3 ? Integer.parseInt(parts[1].substring(1)) : 0;
        if (version < oldestVersion || version > versions.size()) {
            throw new IllegalArgumentException("ciphertext version is disallowed by policy (too old)");
        }
        byte[] joined = Base64.getDecoder().decode(parts[2]);
        byte[] nonce = Arrays.copyOf(joined, 12);
        return cipher(Cipher.DECRYPT_MODE, version, nonce, context, bound)
                .doFinal(Arrays.copyOfRange(joined, 12, joined.length));
    }

    private Cipher cipher(int mode, int version, byte[] nonce, byte[] context, byte[] bound)
            throws GeneralSecurityException {
        Mac derive = Mac.getInstance("HmacSHA256");
        derive.init(new SecretKeySpec(versions.get(version - 1), "HmacSHA256"));
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(derive.doFinal(context), "AES"), new GCMParameterSpec(128, nonce));
        cipher.updateAAD(bound);
        return cipher;
    }

    private static byte[] base64(JsonNode body, String field) {
        return Base64.getDecoder().decode(body.path(field).asString(""));
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}

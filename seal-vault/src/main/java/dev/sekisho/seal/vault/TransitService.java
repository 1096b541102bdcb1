package dev.sekisho.seal.vault;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.seal.KeyService;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * A key of a transit engine (HashiCorp Vault, OpenBao): {@code encrypt} and {@code decrypt} with the context both as derivation
 * context and as associated data. A key of type {@code aes256-gcm96} made with {@code derived=true} binds it twice; one without
 * derivation binds it by the associated data.
 *
 * <p>A new version of the key is taken up by unwrapping and wrapping again, not by {@code rewrap}: that call takes no associated
 * data, and the secret is in this process's memory anyway.
 */
public final class TransitService implements KeyService {
    private static final int MAX_SECRET_BYTES = 64;
    private static final int MAX_WRAPPED_BYTES = 8 << 10;
    private final TransitOptions options;
    private final TransitClient client;

    private TransitService(TransitOptions options, TransitClient client) {
        this.options = options;
        this.client = client;
    }

    /**
     * The service of these options; nothing is asked of it yet.
     *
     * @throws SekishoException {@code CONFIG_INVALID}
     */
    public static TransitService of(TransitOptions options) {
        if (!options.problem().isEmpty()) {
            throw new SekishoException(
                    ErrorCode.CONFIG_INVALID, "The key service " + options.name() + ": " + options.problem() + ".");
        }
        return new TransitService(options, TransitClient.of(options));
    }

    @Override
    public String name() {
        return options.name();
    }

    @Override
    public byte[] wrap(EncryptionContext context, byte[] secret) {
        if (secret.length > MAX_SECRET_BYTES) {
            throw new IllegalArgumentException("a wrapped secret has at most 64 bytes, not " + secret.length);
        }
        String bound = base64(context.bytes());
        String wrapped = client.call(
                "encrypt",
                Map.of("plaintext", base64(secret), "context", bound, "associated_data", bound),
                "ciphertext");
        byte[] bytes = wrapped.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_WRAPPED_BYTES) {
            throw client.unavailable("it answered with more than 8 KiB", null);
        }
        return bytes;
    }

    @Override
    public byte[] unwrap(EncryptionContext context, byte[] wrapped) {
        String bound = base64(context.bytes());
        String plain = client.call(
                "decrypt",
                Map.of(
                        "ciphertext",
                        new String(wrapped, StandardCharsets.UTF_8),
                        "context",
                        bound,
                        "associated_data",
                        bound),
                "plaintext");
        try {
            return Base64.getDecoder().decode(plain);
        } catch (IllegalArgumentException e) {
            throw client.unavailable("its answer is not what a transit engine answers", e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}

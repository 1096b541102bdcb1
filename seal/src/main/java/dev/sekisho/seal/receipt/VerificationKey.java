package dev.sekisho.seal.receipt;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The public half of an installation's signing key, as it is handed to whoever checks receipts: Ed25519 in the X.509 form of RFC
 * 8410, as PEM (RFC 7468) or in hexadecimal digits. Two people compare the fingerprint.
 *
 * @param key Ed25519
 */
public record VerificationKey(PublicKey key) {
    private static final String ALGORITHM = "Ed25519";
    /** RFC 8410 section 4: the algorithm and the bit string before the 32 bytes of the key. */
    private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final int RAW_BYTES = 32;
    private static final int PEM_LINE_CHARS = 64;
    private static final int MAX_TEXT_CHARS = 4_096;
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PUBLIC KEY-----\\s+([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");

    /** @throws IllegalArgumentException if the key is not Ed25519 in its one form */
    public VerificationKey {
        byte[] encoded = key.getEncoded();
        if (encoded == null
                || encoded.length != PREFIX.length + RAW_BYTES
                || !java.util.Arrays.equals(encoded, 0, PREFIX.length, PREFIX, 0, PREFIX.length)) {
            throw new IllegalArgumentException("not an Ed25519 key");
        }
    }

    /**
     * Reads PEM, or 64 or 88 hexadecimal digits (the bare key, or its X.509 form).
     *
     * @throws SekishoException {@code INVALID_INPUT} if the text is neither
     */
    public static VerificationKey parse(String text) {
        String trimmed = text.strip();
        if (trimmed.length() <= MAX_TEXT_CHARS) {
            Matcher pem = PEM.matcher(trimmed);
            try {
                if (pem.matches()) {
                    return ofEncoded(Base64.getMimeDecoder().decode(pem.group(1)));
                }
                byte[] bytes = HexFormat.of().parseHex(trimmed);
                return ofEncoded(bytes.length == RAW_BYTES ? joined(bytes) : bytes);
            } catch (IllegalArgumentException | GeneralSecurityException neither) {
                // Said below.
            }
        }
        throw new SekishoException(
                ErrorCode.INVALID_INPUT,
                "This is not a public key of an installation: it must be Ed25519, as PEM (\"BEGIN PUBLIC KEY\") or as 64 or 88"
                        + " hexadecimal digits.");
    }

    private static VerificationKey ofEncoded(byte[] encoded) throws GeneralSecurityException {
        return new VerificationKey(KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded)));
    }

    private static byte[] joined(byte[] raw) {
        byte[] encoded = java.util.Arrays.copyOf(PREFIX, PREFIX.length + raw.length);
        System.arraycopy(raw, 0, encoded, PREFIX.length, raw.length);
        return encoded;
    }

    /** As PEM, with a line break at the end. */
    public String pem() {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(PEM_LINE_CHARS, new byte[] {'\n'}).encodeToString(key.getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    /** The X.509 form in 88 hexadecimal digits. */
    public String hex() {
        return HexFormat.of().formatHex(key.getEncoded());
    }

    /** SHA-256 of the X.509 form in 64 hexadecimal digits, like {@code openssl pkey -pubin -outform DER | sha256sum}. */
    public String fingerprint() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return fingerprint();
    }
}

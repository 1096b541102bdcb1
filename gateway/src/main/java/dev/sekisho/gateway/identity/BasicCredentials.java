package dev.sekisho.gateway.identity;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * A login and a password as the Basic scheme carries them (RFC 7617, UTF-8).
 *
 * @param login without a colon
 * @param password may be empty
 */
public record BasicCredentials(String login, String password) {
    private static final int MAX_CHARS = 1024;

    /** Reads the value of Proxy-Authorization; empty if it is of another scheme or not well formed. */
    public static Optional<BasicCredentials> parse(String value) {
        if (value.length() > MAX_CHARS || !value.regionMatches(true, 0, "Basic ", 0, 6)) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(value.substring(6).strip());
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            int colon = text.indexOf(':');
            return colon < 1
                    ? Optional.empty()
                    : Optional.of(new BasicCredentials(text.substring(0, colon), text.substring(colon + 1)));
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** Never shows the password. */
    @Override
    public String toString() {
        return "credentials";
    }
}

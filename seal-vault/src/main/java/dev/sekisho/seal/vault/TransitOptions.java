package dev.sekisho.seal.vault;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where a transit key is.
 *
 * @param name what the service is called in errors and health
 * @param address the server, for example {@code https://vault.example:8200}; {@code http} on loopback only
 * @param key mount and name of the key, for example {@code transit/sekisho-root}; the mount is {@code transit} if left out
 * @param tokenFile a file with the token; read anew at every request, so that an agent can renew it
 * @param ca PEM file of the authorities that the server's certificate may come from; the system's if empty
 * @param namespace the namespace of the key, if the server has them
 * @param limit longest time for one request, from connecting to the last byte
 */
public record TransitOptions(
        String name,
        URI address,
        String key,
        Path tokenFile,
        Optional<Path> ca,
        Optional<String> namespace,
        Duration limit) {
    /** The limit that nothing else is said of. */
    public static final Duration STANDARD_LIMIT = Duration.ofSeconds(5);

    /** What is wrong with these options, as a sentence's end; empty if nothing is. */
    public String problem() {
        if (address.getHost() == null || address.getUserInfo() != null || address.getQuery() != null) {
            return "an address such as https://vault.example:8200 is expected";
        }
        boolean loopback = address.getHost().equals("localhost")
                || address.getHost().startsWith("127.")
                || address.getHost().equals("[::1]");
        if (!"https".equals(address.getScheme()) && !("http".equals(address.getScheme()) && loopback)) {
            return "https is expected: secrets go over this connection";
        }
        if (!key.matches("[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*")) {
            return "a key such as transit/sekisho-root is expected";
        }
        return "";
    }

    String mount() {
        int slash = key.lastIndexOf('/');
        return slash < 0 ? "transit" : key.substring(0, slash);
    }

    String keyName() {
        return key.substring(key.lastIndexOf('/') + 1);
    }
}

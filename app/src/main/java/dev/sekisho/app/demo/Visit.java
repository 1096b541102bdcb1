package dev.sekisho.app.demo;

import java.util.Optional;

/**
 * One recorded request and what was answered.
 *
 * @param method the method
 * @param scheme {@code http} or {@code https}
 * @param host lower-case host name
 * @param port port
 * @param target path and query
 * @param referrer the page that led there
 * @param status what the site answered
 * @param type media type of the answer, or empty
 * @param bytes length of the answer's body
 * @param location where the answer leads, for redirects
 */
record Visit(
        String method,
        String scheme,
        String host,
        int port,
        String target,
        Optional<String> referrer,
        int status,
        String type,
        int bytes,
        Optional<String> location) {

    /** Host and port as a key of redirects. */
    String hostAndPort() {
        return host + ":" + port;
    }

    /** What an origin finds the answer by. */
    String key() {
        return key(scheme, host, target);
    }

    static String key(String scheme, String host, String target) {
        return scheme + "://" + host + target;
    }

    boolean isSecure() {
        return scheme.equals("https");
    }

    /** Whether a person opened it, not the page. */
    boolean isPage() {
        return type.startsWith("text/html");
    }
}

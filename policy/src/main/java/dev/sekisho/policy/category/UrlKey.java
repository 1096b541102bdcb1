package dev.sekisho.policy.category;

import dev.sekisho.policy.url.Host;
import dev.sekisho.policy.url.UrlPath;
import java.util.Optional;

/** The form in which URL entries are kept and looked up: host without {@code www.}, normal path, query. */
final class UrlKey {
    private UrlKey() {}

    /** Where a listed beginning may end: before one of these, or at the end of the URL. */
    static boolean isBoundary(byte b) {
        return b == '/' || b == '?' || b == '&' || b == ';';
    }

    /** Publishers drop {@code www.} (squidGuard, "URL lists"); a host and its {@code www.} count as one here. */
    static String bareHost(String host) {
        return host.startsWith("www.") && host.indexOf('.', 4) > 0 ? host.substring(4) : host;
    }

    /** Reads {@code host/path?query}; empty if the host is none or there is no path. */
    static Optional<Parts> parse(String entry) {
        int slash = entry.indexOf('/');
        if (slash <= 0) {
            return Optional.empty();
        }
        int mark = entry.indexOf('?', slash);
        String rawPath = mark < 0 ? entry.substring(slash) : entry.substring(slash, mark);
        String path = UrlPath.normalise(rawPath);
        String tail = mark < 0 ? "" : entry.substring(mark);
        String rest = tail.isEmpty() && path.endsWith("/") ? path.substring(0, path.length() - 1) : path + tail;
        return rest.isEmpty()
                ? Optional.empty()
                : Host.find(entry.substring(0, slash)).map(host -> new Parts(bareHost(host.text()), rest));
    }

    /**
     * A URL entry.
     *
     * @param host without {@code www.}
     * @param rest path and query; a path does not end in {@code /}
     */
    record Parts(String host, String rest) {}
}

package dev.sekisho.policy.url;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * An absolute {@code http} or {@code https} URL in normal form (WHATWG URL section 4.4): what a browser would fetch, whatever was
 * typed. User information and fragment are dropped.
 *
 * @param scheme {@code http} or {@code https}; {@code ws} and {@code wss} count as these
 * @param host the normalised host
 * @param port 1 to 65535
 * @param path normalised by {@link UrlPath}
 * @param query as written, without {@code ?}, only spaces and controls percent-encoded; empty if there is none
 */
public record WebUrl(String scheme, Host host, int port, String path, String query) {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** The longest URL that is looked at. */
    public static final int CHARS_MAX = 65_536;

    /**
     * Reads a URL.
     *
     * @throws SekishoException {@code BAD_REQUEST} if it has no scheme of the web, no host, or is longer than {@link #CHARS_MAX}
     */
    public static WebUrl parse(String text) {
        String url = strip(text);
        int colon = url.indexOf(':');
        String scheme = colon < 0 ? "" : webScheme(url.substring(0, colon));
        if (scheme.isEmpty()) {
            throw new SekishoException(ErrorCode.BAD_REQUEST, "The URL does not start with http:// or https://.");
        }
        return afterScheme(scheme, url, colon + 1);
    }

    /** Reads what a person types: as {@link #parse}, and without a scheme {@code https} is meant. */
    public static WebUrl parseTyped(String text) {
        String url = strip(text);
        int colon = url.indexOf(':');
        String scheme = colon < 0 ? "" : webScheme(url.substring(0, colon));
        if (!scheme.isEmpty()) {
            return afterScheme(scheme, url, colon + 1);
        }
        if (url.contains("://")) {
            throw new SekishoException(ErrorCode.BAD_REQUEST, "The URL does not start with http:// or https://.");
        }
        return afterScheme("https", url, 0);
    }

    private static WebUrl afterScheme(String scheme, String url, int from) {
        int start = from;
        while (start < url.length() && isSlash(url.charAt(start))) {
            start++;
        }
        int end = start;
        while (end < url.length() && !isSlash(url.charAt(end)) && url.charAt(end) != '?' && url.charAt(end) != '#') {
            end++;
        }
        int hash = url.indexOf('#', end);
        int stop = hash < 0 ? url.length() : hash;
        int mark = url.indexOf('?', end);
        int pathEnd = mark < 0 || mark > stop ? stop : mark;
        String authority =
                url.substring(url.lastIndexOf('@', end - 1) >= start ? url.lastIndexOf('@', end - 1) + 1 : start, end);
        Authority at = Authority.parse(authority, scheme.equals("https") ? 443 : 80);
        return new WebUrl(
                scheme,
                at.host(),
                at.port(),
                UrlPath.normalise(url.substring(end, pathEnd)),
                pathEnd < stop ? encodeBlanks(url.substring(pathEnd + 1, stop)) : "");
    }

    private static String encodeBlanks(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c == 0x7f) {
                out.append('%').append(HEX.toHexDigits((byte) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static boolean isSlash(char c) {
        return c == '/' || c == '\\';
    }

    private static String webScheme(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "http", "ws" -> "http";
            case "https", "wss" -> "https";
            default -> "";
        };
    }

    /** Removes surrounding controls and spaces, and every tab and line break, as browsers do. */
    private static String strip(String text) {
        if (text.length() > CHARS_MAX) {
            throw new SekishoException(ErrorCode.BAD_REQUEST, "The URL is longer than " + CHARS_MAX + " characters.");
        }
        int start = 0;
        int end = text.length();
        while (start < end && text.charAt(start) <= ' ') {
            start++;
        }
        while (end > start && text.charAt(end - 1) <= ' ') {
            end--;
        }
        StringBuilder out = new StringBuilder(end - start);
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c != '\t' && c != '\n' && c != '\r') {
                out.append(c);
            }
        }
        return out.toString();
    }

    /** The URL with its port where that is not the scheme's own. */
    @Override
    public String toString() {
        boolean usual = port == (scheme.equals("https") ? 443 : 80);
        return scheme + "://" + host.inUrl() + (usual ? "" : ":" + port) + encodeBlanks(path)
                + (query.isEmpty() ? "" : "?" + query);
    }
}

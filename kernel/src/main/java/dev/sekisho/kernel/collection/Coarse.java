package dev.sekisho.kernel.collection;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/** The coarse part of a value. What cannot be read has none: an unknown form is dropped rather than kept by mistake. */
final class Coarse {
    private static final int GROUPS_OF_A_SITE = 3;

    /** Families by the words that their programs use for themselves; the first that is found names it. */
    private static final List<List<String>> FAMILIES = List.of(
            List.of("Edg", "Edge"),
            List.of("OPR/", "Opera"),
            List.of("Vivaldi", "Vivaldi"),
            List.of("SamsungBrowser", "Samsung Internet"),
            List.of("Firefox", "Firefox"),
            List.of("FxiOS", "Firefox"),
            List.of("CriOS", "Chrome"),
            List.of("Chrome", "Chrome"),
            List.of("Safari", "Safari"),
            List.of("Trident", "Internet Explorer"),
            List.of("curl/", "curl"),
            List.of("Wget", "Wget"),
            List.of("python", "Python"),
            List.of("Java", "Java"),
            List.of("Go-http-client", "Go"));

    private Coarse() {}

    /** The /24 of an IPv4 address, the /48 of an IPv6 address (the size of one site, RFC 6177), in shortest form. */
    static String network(String address) {
        InetAddress read;
        try {
            read = InetAddress.ofLiteral(address);
        } catch (IllegalArgumentException notAnAddress) {
            return "";
        }
        byte[] bytes = read.getAddress();
        if (read instanceof Inet4Address) {
            return (bytes[0] & 0xff) + "." + (bytes[1] & 0xff) + "." + (bytes[2] & 0xff) + ".0";
        }
        int[] groups = new int[GROUPS_OF_A_SITE];
        int length = 0;
        for (int i = 0; i < GROUPS_OF_A_SITE; i++) {
            groups[i] = (bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff;
            length = groups[i] == 0 ? length : i + 1;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(i == 0 ? "" : ":").append(Integer.toHexString(groups[i]));
        }
        return text.append("::").toString();
    }

    /** The first segment of a path, {@code /search} of {@code /search/old/boots}. */
    static String firstSegment(String path) {
        int end = path.indexOf('/', 1);
        return end < 0 ? path : path.substring(0, end);
    }

    /** The host of an origin, {@code www.example.com} of {@code https://www.example.com:8443}. */
    static String host(String origin) {
        int scheme = origin.indexOf("://");
        String authority = scheme < 0 ? origin : origin.substring(scheme + 3);
        int end = authority.startsWith("[") ? authority.indexOf(']') + 1 : authority.indexOf(':');
        String host = end > 0 ? authority.substring(0, end) : authority;
        int slash = host.indexOf('/');
        return slash < 0 ? host : host.substring(0, slash);
    }

    /** The family of a program by its own description (RFC 9110 section 10.1.5), or {@code other}. */
    static String family(String userAgent) {
        for (List<String> family : FAMILIES) {
            if (userAgent.contains(family.getFirst())) {
                return family.getLast();
            }
        }
        return "other";
    }
}

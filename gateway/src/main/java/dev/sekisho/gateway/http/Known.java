package dev.sekisho.gateway.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The fields that the gateway itself reads, writes or removes; everything else passes as it came. */
public enum Known {
    /** Not one of them. */
    OTHER("", false),
    HOST("host", false),
    CONTENT_LENGTH("content-length", false),
    TRANSFER_ENCODING("transfer-encoding", true),
    CONNECTION("connection", true),
    KEEP_ALIVE("keep-alive", true),
    PROXY_CONNECTION("proxy-connection", true),
    PROXY_AUTHORIZATION("proxy-authorization", true),
    PROXY_AUTHENTICATE("proxy-authenticate", true),
    PROXY_AUTHENTICATION_INFO("proxy-authentication-info", true),
    TE("te", true),
    TRAILER("trailer", false),
    UPGRADE("upgrade", true),
    /** Belongs to an upgrade that is never forwarded (RFC 7540, section 3.2.1). */
    HTTP2_SETTINGS("http2-settings", true),
    VIA("via", false),
    EXPECT("expect", false),
    USER_AGENT("user-agent", false),
    REFERER("referer", false),
    ACCEPT("accept", false),
    ACCEPT_LANGUAGE("accept-language", false),
    CONTENT_TYPE("content-type", false),
    WWW_AUTHENTICATE("www-authenticate", false),
    AUTHORIZATION("authorization", false),
    /** Would lead the client past the gateway, to QUIC (RFC 7838). */
    ALT_SVC("alt-svc", false),
    /** Only the gateway says that it refused. */
    X_SEKISHO_BLOCK("x-sekisho-block", false);

    private static final Known[][] BY_LENGTH = byLength();
    private final byte[] name;
    private final boolean hopByHop;

    Known(String name, boolean hopByHop) {
        this.name = name.getBytes(StandardCharsets.US_ASCII);
        this.hopByHop = hopByHop;
    }

    /** Whether it concerns one connection only and is never forwarded (RFC 9110, section 7.6.1). */
    public boolean hopByHop() {
        return hopByHop;
    }

    /** Finds the field of a name, in any case of letters. */
    static Known of(byte[] data, int start, int end) {
        int length = end - start;
        if (length >= BY_LENGTH.length) {
            return OTHER;
        }
        for (Known known : BY_LENGTH[length]) {
            if (Octets.equalsIgnoreCase(data, start, known.name)) {
                return known;
            }
        }
        return OTHER;
    }

    private static Known[][] byLength() {
        int longest = Arrays.stream(values()).mapToInt(k -> k.name.length).max().orElse(0);
        Known[][] table = new Known[longest + 1][];
        for (int length = 0; length <= longest; length++) {
            int wanted = length;
            table[length] = Arrays.stream(values())
                    .filter(k -> k != OTHER && k.name.length == wanted)
                    .toArray(Known[]::new);
        }
        return table;
    }
}

package dev.sekisho.gateway.tls;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the first bytes of a connection say, without taking them: a TLS ClientHello (RFC 8446, section 4.1.2), spread over
 * however many records and reads, or something else.
 */
public sealed interface ClientHello {
    /**
     * A whole ClientHello.
     *
     * @param serverName the name it asks for (RFC 6066, section 3), in lower case; empty if it asks for none
     */
    record Complete(String serverName) implements ClientHello {}

    /** It may become one. */
    record Incomplete() implements ClientHello {}

    /** It is none, or one that cannot be read to its end: too large, broken, or with a name that is no ASCII text. */
    record Other() implements ClientHello {}

    /** The longest ClientHello that is waited for: post-quantum key shares and padding fit several times. */
    int MAX_BYTES = 32 * 1024;

    /** Whether the first byte is a content type of TLS records (RFC 8446, section 5.1). */
    static boolean isTls(byte first) {
        return first >= 20 && first <= 23;
    }

    /** Looks at the readable bytes; moves no index. */
    static ClientHello look(ByteBuf in) {
        int start = in.readerIndex();
        int readable = in.readableBytes();
        byte[] message = new byte[Math.min(readable, MAX_BYTES)];
        int length = 0;
        int at = 0;
        while (at < readable) {
            if (in.getByte(start + at) != 22) {
                return new Other();
            }
            if (at + 5 > readable) {
                break;
            }
            int record = in.getUnsignedShort(start + at + 3);
            if (in.getByte(start + at + 1) != 3 || record == 0 || record > 16_384 + 256) {
                return new Other();
            }
            int part = Math.min(record, readable - at - 5);
            if (length + part > message.length) {
                return new Other();
            }
            in.getBytes(start + at + 5, message, length, part);
            length += part;
            int wanted = wanted(message, length);
            if (wanted < 0) {
                return new Other();
            }
            if (wanted > 0 && length >= wanted) {
                String name = serverName(message, wanted);
                return name == null ? new Other() : new Complete(name);
            }
            at += 5 + record;
        }
        return readable >= MAX_BYTES ? new Other() : new Incomplete();
    }

    /** Bytes of the whole handshake message: 0 if not known yet, -1 if it is no ClientHello. */
    private static int wanted(byte[] message, int length) {
        if (length > 0 && message[0] != 1) {
            return -1;
        }
        if (length < 4) {
            return 0;
        }
        int body = (message[1] & 0xFF) << 16 | (message[2] & 0xFF) << 8 | message[3] & 0xFF;
        return body > MAX_BYTES || body < 38 ? -1 : body + 4;
    }

    /** The name; empty if there is none, null if the message cannot be read. */
    private static @Nullable String serverName(byte[] message, int end) {
        try {
            int at = 4 + 2 + 32;
            at += 1 + (message[at] & 0xFF); // session
            at += 2 + unsignedShort(message, at); // suites
            at += 1 + (message[at] & 0xFF); // compression
            if (at == end) {
                return ""; // no extensions at all
            }
            int extensionsEnd = at + 2 + unsignedShort(message, at);
            if (extensionsEnd != end) {
                return null;
            }
            at += 2;
            while (at + 4 <= extensionsEnd) {
                int type = unsignedShort(message, at);
                int size = unsignedShort(message, at + 2);
                if (type == 0) {
                    return at + 4 + size > end ? null : nameIn(message, at + 4, at + 4 + size);
                }
                at += 4 + size;
            }
            return at == end ? "" : null;
        } catch (ArrayIndexOutOfBoundsException e) {
            return null; // lengths that lie
        }
    }

    private static @Nullable String nameIn(byte[] message, int start, int end) {
        int at = start + 2;
        if (at + 3 > end || message[at] != 0) {
            return null;
        }
        int size = unsignedShort(message, at + 1);
        if (size == 0 || at + 3 + size != end) {
            return null; // one name of one kind: RFC 6066 knows no other, and a second one could be the one that counts
        }
        for (int i = at + 3; i < at + 3 + size; i++) {
            if (message[i] <= 0x20 || message[i] == 0x7F) {
                return null;
            }
        }
        return new String(message, at + 3, size, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
    }

    private static int unsignedShort(byte[] message, int at) {
        return (message[at] & 0xFF) << 8 | message[at + 1] & 0xFF;
    }
}

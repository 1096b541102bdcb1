package dev.sekisho.gateway.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.util.EnumSet;

/**
 * Writes heads of messages that go on. Framing is written anew from what was understood, so that the next reader cannot
 * understand it differently; everything else is copied as bytes.
 */
public final class HeadWriter {
    private static final byte[] CRLF = ascii("\r\n");
    private static final byte[] VERSION = ascii(" HTTP/1.1\r\nHost: ");
    private static final byte[] STATUS = ascii("HTTP/1.1 ");
    private static final byte[] CONTENT_LENGTH = ascii("Content-Length: ");
    private static final byte[] CHUNKED = ascii("Transfer-Encoding: chunked\r\n");
    private static final byte[] CLOSE = ascii("Connection: close\r\n");
    private static final byte[] KEEP_ALIVE = ascii("Connection: keep-alive\r\n");
    private static final byte[] UPGRADE = ascii("Connection: upgrade\r\nUpgrade: ");
    private static final byte[] LAST_CHUNK = ascii("0\r\n");
    private static final EnumSet<Known> NOT_IN_REQUEST = EnumSet.of(Known.HOST, Known.CONTENT_LENGTH);
    private static final EnumSet<Known> NOT_IN_RESPONSE =
            EnumSet.of(Known.CONTENT_LENGTH, Known.ALT_SVC, Known.X_SEKISHO_BLOCK);
    private static final EnumSet<Known> NOT_IN_TRAILERS = EnumSet.of(
            Known.HOST,
            Known.CONTENT_LENGTH,
            Known.TRAILER,
            Known.EXPECT,
            Known.CONTENT_TYPE,
            Known.AUTHORIZATION,
            Known.WWW_AUTHENTICATE,
            Known.X_SEKISHO_BLOCK,
            Known.ALT_SVC);
    private final String pseudonym;
    private final byte[] via10;
    private final byte[] via11;

    /** What the client is told about its connection. */
    public enum Persistence {
        /** Nothing: it stays open, as HTTP/1.1 has it. */
        KEEP,
        /** An HTTP/1.0 client is told that it stays open. */
        KEEP_SAYING_SO,
        /** It ends with this response. */
        CLOSE
    }

    /** A writer whose Via fields (RFC 9110, section 7.6.3) carry {@code pseudonym}, a token. */
    public HeadWriter(String pseudonym) {
        this.pseudonym = pseudonym;
        this.via10 = ascii("Via: 1.0 " + pseudonym + "\r\n");
        this.via11 = ascii("Via: 1.1 " + pseudonym + "\r\n");
    }

    /** Whether the message has come through this gateway before. */
    public boolean passedBefore(Fields fields) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.known(i) == Known.VIA && fields.value(i).contains(pseudonym)) {
                return true;
            }
        }
        return false;
    }

    /**
     * A request for an origin.
     *
     * @param host value of the Host field
     * @param pathAndQuery the target, in origin form
     * @param upgrade the protocol to ask for, or empty
     */
    public ByteBuf request(
            ByteBufAllocator allocator, RequestHead head, String host, String pathAndQuery, String upgrade) {
        ByteBuf out = allocator.directBuffer(512 + pathAndQuery.length());
        ByteBufUtil.writeAscii(out, head.method());
        out.writeByte(' ');
        ByteBufUtil.writeAscii(out, pathAndQuery);
        out.writeBytes(VERSION);
        ByteBufUtil.writeAscii(out, host);
        out.writeBytes(CRLF);
        head.fields().forward(out, NOT_IN_REQUEST);
        framing(out, head.framing());
        if (!upgrade.isEmpty()) {
            out.writeBytes(UPGRADE);
            ByteBufUtil.writeAscii(out, upgrade);
            out.writeBytes(CRLF);
        }
        out.writeBytes(head.minor() == 1 ? via11 : via10);
        return out.writeBytes(CRLF);
    }

    /**
     * A final response for a client.
     *
     * @param framing how the body will be framed; {@link Framing.UntilClose} goes with {@link Persistence#CLOSE} only
     */
    public ByteBuf response(ByteBufAllocator allocator, ResponseHead head, Framing framing, Persistence persistence) {
        ByteBuf out = startResponse(allocator, head);
        if (framing instanceof Framing.Empty) {
            if (head.status() != 204 && head.fields().count(Known.CONTENT_LENGTH) == 1) {
                out.writeBytes(CONTENT_LENGTH); // HEAD and 304: what the length would have been
                ByteBufUtil.writeAscii(out, head.fields().first(Known.CONTENT_LENGTH));
                out.writeBytes(CRLF);
            }
        } else {
            framing(out, framing);
        }
        switch (persistence) {
            case KEEP -> {}
            case KEEP_SAYING_SO -> out.writeBytes(KEEP_ALIVE);
            case CLOSE -> out.writeBytes(CLOSE);
        }
        return out.writeBytes(CRLF);
    }

    /** An interim response, or the 101 that changes to {@code upgrade}. */
    public ByteBuf interim(ByteBufAllocator allocator, ResponseHead head, String upgrade) {
        ByteBuf out = startResponse(allocator, head);
        if (!upgrade.isEmpty()) {
            out.writeBytes(UPGRADE);
            ByteBufUtil.writeAscii(out, upgrade);
            out.writeBytes(CRLF);
        }
        return out.writeBytes(CRLF);
    }

    /** The size line of a chunk of {@code bytes}; the chunk is followed by {@link #crlf()}. */
    public static void chunkSize(ByteBuf out, int bytes) {
        ByteBufUtil.writeAscii(out, Integer.toHexString(bytes));
        out.writeBytes(CRLF);
    }

    /** The end of a line or chunk. */
    public static void crlf(ByteBuf out) {
        out.writeBytes(CRLF);
    }

    /** The last chunk, with the trailer fields that may follow a body (RFC 9110, section 6.5.1). */
    public static void lastChunk(ByteBuf out, Fields trailers) {
        out.writeBytes(LAST_CHUNK);
        trailers.forward(out, NOT_IN_TRAILERS);
        out.writeBytes(CRLF);
    }

    private ByteBuf startResponse(ByteBufAllocator allocator, ResponseHead head) {
        ByteBuf out = allocator.directBuffer(512);
        out.writeBytes(STATUS);
        ByteBufUtil.writeAscii(out, Integer.toString(head.status()));
        out.writeByte(' ');
        ByteBufUtil.writeAscii(out, head.reason());
        out.writeBytes(CRLF);
        head.fields().forward(out, NOT_IN_RESPONSE);
        out.writeBytes(head.minor() == 1 ? via11 : via10);
        return out;
    }

    private static void framing(ByteBuf out, Framing framing) {
        switch (framing) {
            case Framing.Empty ignored -> {}
            case Framing.UntilClose ignored -> {}
            case Framing.Length length -> {
                out.writeBytes(CONTENT_LENGTH);
                ByteBufUtil.writeAscii(out, Long.toString(length.bytes()));
                out.writeBytes(CRLF);
            }
            case Framing.Chunked ignored -> out.writeBytes(CHUNKED);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }
}

package dev.sekisho.gateway.http;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** The request guard: lets through heads of requests that every reader understands alike, and nothing else. */
public final class RequestReader {
    private final HeadReader heads;

    /** A reader for one connection. */
    public RequestReader(HeadLimits limits) {
        this.heads = new HeadReader(limits);
    }

    /**
     * Takes the next head out of the bytes received so far.
     *
     * @return null if it is not complete yet
     * @throws BadMessage if it never will be a request
     */
    public @Nullable RequestHead read(ByteBuf in) throws BadMessage {
        byte[] head = heads.read(in, true);
        return head == null ? null : RequestHead.parse(head, heads.limits().fields());
    }
}

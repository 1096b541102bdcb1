package dev.sekisho.gateway.http;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** The same guard for what servers send. */
public final class ResponseReader {
    private final HeadReader heads;

    /** A reader for one connection. */
    public ResponseReader(HeadLimits limits) {
        this.heads = new HeadReader(limits);
    }

    /**
     * Takes the next head out of the bytes received so far.
     *
     * @param method the method of the request that it answers
     * @return null if it is not complete yet
     * @throws BadMessage if it never will be a response
     */
    public @Nullable ResponseHead read(ByteBuf in, String method) throws BadMessage {
        byte[] head = heads.read(in, false);
        return head == null ? null : ResponseHead.parse(head, heads.limits().fields(), method);
    }
}

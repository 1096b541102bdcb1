package dev.sekisho.gateway.upstream;

import dev.sekisho.gateway.http.Fields;
import dev.sekisho.gateway.http.ResponseHead;
import dev.sekisho.kernel.error.ErrorCode;
import io.netty.buffer.ByteBuf;

/**
 * Hears what a site answers to one request, on the connection's loop, in this order: interim*, head, data*, trailers?, end. A
 * failure can come at any point and is the last call.
 */
public interface UpstreamListener {
    /** An interim response (1xx but 101). */
    void interim(ResponseHead head);

    /** The final response, or the 101 after which the connection is no longer HTTP. */
    void head(ResponseHead head);

    /** A piece of content; the receiver releases it. */
    void data(ByteBuf piece);

    /** The trailer fields. */
    void trailers(Fields trailers);

    /** The response is complete; the connection is no longer the listener's. */
    void end();

    /** What arrived in one go has been delivered: the time to flush. */
    void readComplete();

    /** The connection can take more. */
    void writable();

    /** There will be no (further) answer. The connection is closed. */
    void failed(ErrorCode code);
}

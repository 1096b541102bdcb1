package dev.sekisho.app.demo;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpChunkedInput;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers each recorded request with its recorded status, type and size; everything else with 404. */
final class OriginHandler extends SimpleChannelInboundHandler<HttpObject> {
    private final String scheme;
    private final Map<String, Visit> visits;
    private @Nullable HttpRequest request;

    OriginHandler(String scheme, Map<String, Visit> visits) {
        this.scheme = scheme;
        this.visits = visits;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject message) {
        if (message instanceof HttpRequest head) {
            request = head;
        }
        HttpRequest asked = request;
        if (message instanceof LastHttpContent && asked != null) {
            request = null;
            answer(ctx, asked);
        }
    }

    private void answer(ChannelHandlerContext ctx, HttpRequest asked) {
        String host = asked.headers().get(HttpHeaderNames.HOST, "").toLowerCase(Locale.ROOT);
        int colon = host.indexOf(':');
        String name = colon < 0 ? host : host.substring(0, colon);
        Visit visit = visits.get(Visit.key(scheme, name, asked.uri()));
        if (visit == null) {
            ctx.writeAndFlush(empty(HttpResponseStatus.NOT_FOUND));
        } else if (hasNoBody(visit)) {
            FullHttpResponse response = empty(HttpResponseStatus.valueOf(visit.status()));
            describe(response.headers(), visit);
            ctx.writeAndFlush(response);
        } else {
            HttpResponse response =
                    new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(visit.status()));
            describe(response.headers(), visit);
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, visit.bytes());
            ctx.write(response);
            ctx.writeAndFlush(new HttpChunkedInput(new Filler(visit.bytes())))
                    .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        }
    }

    private static boolean hasNoBody(Visit visit) {
        return visit.bytes() == 0 || visit.status() == 204 || visit.status() == 304;
    }

    private static FullHttpResponse empty(HttpResponseStatus status) {
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status);
        if (status.code() != 204 && status.code() != 304) {
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
        }
        return response;
    }

    private static void describe(HttpHeaders headers, Visit visit) {
        if (!visit.type().isEmpty()) {
            headers.set(HttpHeaderNames.CONTENT_TYPE, visit.type());
        }
        visit.location().ifPresent(location -> headers.set(HttpHeaderNames.LOCATION, location));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A client that went away is the gateway's event, not ours.
        ctx.close();
    }
}

package dev.sekisho.app.demo;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The answers of one connection, one at a time; bodies are counted and dropped. */
final class Replies extends SimpleChannelInboundHandler<HttpObject> {
    private static final int LIMIT_SECONDS = 30;
    private final AtomicReference<CompletableFuture<Reply>> waiting = new AtomicReference<>(new CompletableFuture<>());
    private @Nullable HttpResponse head;
    private long bytes;

    /** Sends a request and waits for the whole answer. */
    Reply after(Channel channel, FullHttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<Reply> answer = new CompletableFuture<>();
        waiting.set(answer);
        channel.writeAndFlush(request).addListener(sent -> {
            if (!sent.isSuccess()) {
                answer.completeExceptionally(new IOException("the request was not sent", sent.cause()));
            }
        });
        if (!channel.isActive()) {
            answer.completeExceptionally(new IOException("the connection was closed"));
        }
        try {
            return answer.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException("no answer", e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("no answer in " + LIMIT_SECONDS + " s", e);
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject message) {
        if (message.decoderResult().isFailure()) {
            fail(message.decoderResult().cause());
            return;
        }
        if (message instanceof HttpResponse response) {
            head = response;
            bytes = 0;
        }
        if (message instanceof HttpContent content) {
            bytes += content.content().readableBytes();
        }
        HttpResponse known = head;
        if (message instanceof LastHttpContent
                && known != null
                && known.status().code() >= 200) {
            waiting.get()
                    .complete(new Reply(
                            known.status().code(),
                            known.headers().contains("x-sekisho-block"),
                            bytes,
                            !HttpUtil.isKeepAlive(known)));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail(new IOException("the connection was closed"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(cause);
        ctx.close();
    }

    private void fail(Throwable cause) {
        waiting.get().completeExceptionally(cause);
    }
}

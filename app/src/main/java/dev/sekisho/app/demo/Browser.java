package dev.sekisho.app.demo;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * One person's browser, or a visitor's: asks the proxy from a device of its own, one request after the other, over at most six
 * connections that it keeps. For one virtual thread; every wait has a limit.
 */
final class Browser implements AutoCloseable {
    private static final int MAX_CONNECTIONS = 6;
    private static final int CONNECT_LIMIT_MILLIS = 10_000;
    private static final String PLAIN = "plain";
    private static final byte[] FORM = "field=demonstration".getBytes(StandardCharsets.US_ASCII);

    private final EventLoopGroup loop;
    private final Device device;
    private final SslContext trust;
    private final Map<String, Channel> connections = new LinkedHashMap<>(8, 0.75f, true);

    /**
     * What asks.
     *
     * @param proxy the gateway's listener
     * @param address the address that connections come from
     * @param credentials login and password, joined by a colon, if somebody signs in
     * @param userAgent the browser's description
     * @param language what the browser asks for
     */
    record Device(
            InetSocketAddress proxy,
            InetAddress address,
            Optional<String> credentials,
            String userAgent,
            String language) {
        /** Never shows the credentials. */
        @Override
        public String toString() {
            return "device " + address.getHostAddress();
        }
    }

    /** A browser that trusts what {@code trust} trusts. */
    Browser(EventLoopGroup loop, Device device, SslContext trust) {
        this.loop = loop;
        this.device = device;
        this.trust = trust;
    }

    /**
     * Makes one request and reads the whole answer.
     *
     * @throws IOException if there was none
     */
    Reply visit(Visit visit) throws IOException, InterruptedException {
        String key = visit.isSecure() ? visit.hostAndPort() : PLAIN;
        Channel channel = connections.get(key);
        if (channel == null || !channel.isActive()) {
            channel = connect();
            connections.put(key, channel);
            closeEldest();
            if (visit.isSecure()) {
                Reply opened = exchange(channel, connectRequest(visit));
                if (opened.status() != 200) {
                    drop(key);
                    return opened;
                }
                secure(channel, visit);
            }
        }
        try {
            Reply reply = exchange(channel, request(visit));
            if (reply.last()) {
                drop(key);
            }
            return reply;
        } catch (IOException | InterruptedException e) {
            drop(key);
            throw e;
        }
    }

    private Channel connect() throws IOException, InterruptedException {
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast("codec", newCodec()).addLast("replies", new Replies());
                    }
                });
        ChannelFuture connected = bootstrap.connect(device.proxy(), new InetSocketAddress(device.address(), 0));
        if (!connected.await(CONNECT_LIMIT_MILLIS) || !connected.isSuccess()) {
            throw new IOException("the proxy cannot be reached", connected.cause());
        }
        return connected.channel();
    }

    private static HttpClientCodec newCodec() {
        return new HttpClientCodec(16 * 1024, 64 * 1024, 16 * 1024);
    }

    /** TLS within the tunnel, with host name check. */
    private void secure(Channel channel, Visit visit) throws IOException, InterruptedException {
        SslHandler handler = trust.newHandler(channel.alloc(), visit.host(), visit.port());
        SSLEngine engine = handler.engine();
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        channel.eventLoop().execute(() -> {
            channel.pipeline().remove("codec");
            channel.pipeline().addFirst("codec", newCodec());
            channel.pipeline().addFirst("tls", handler);
        });
        Future<Channel> done = handler.handshakeFuture();
        if (!done.await(CONNECT_LIMIT_MILLIS) || !done.isSuccess()) {
            channel.close();
            throw new IOException("no TLS with " + visit.host(), done.cause());
        }
    }

    private static Reply exchange(Channel channel, FullHttpRequest request) throws IOException, InterruptedException {
        Replies replies = channel.pipeline().get(Replies.class);
        if (replies == null) {
            request.release();
            throw new IOException("the connection is closed");
        }
        return replies.after(channel, request);
    }

    private FullHttpRequest connectRequest(Visit visit) {
        FullHttpRequest request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.CONNECT, visit.hostAndPort(), Unpooled.EMPTY_BUFFER);
        request.headers().set(HttpHeaderNames.HOST, visit.hostAndPort());
        request.headers().set(HttpHeaderNames.USER_AGENT, device.userAgent());
        signIn(request.headers());
        return request;
    }

    private FullHttpRequest request(Visit visit) {
        boolean form = visit.method().equals("POST");
        String host = visit.port() == (visit.isSecure() ? 443 : 80) ? visit.host() : visit.hostAndPort();
        FullHttpRequest request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                HttpMethod.valueOf(visit.method()),
                visit.isSecure() ? visit.target() : "http://" + host + visit.target(),
                form ? Unpooled.wrappedBuffer(FORM) : Unpooled.EMPTY_BUFFER);
        HttpHeaders headers = request.headers();
        headers.set(HttpHeaderNames.HOST, host);
        headers.set(HttpHeaderNames.USER_AGENT, device.userAgent());
        headers.set(HttpHeaderNames.ACCEPT, visit.isPage() ? "text/html,application/xhtml+xml,*/*;q=0.8" : "*/*");
        headers.set(HttpHeaderNames.ACCEPT_LANGUAGE, device.language());
        visit.referrer().ifPresent(referrer -> headers.set(HttpHeaderNames.REFERER, referrer));
        if (form) {
            headers.set(HttpHeaderNames.CONTENT_TYPE, "application/x-www-form-urlencoded");
            headers.set(HttpHeaderNames.CONTENT_LENGTH, FORM.length);
        }
        if (!visit.isSecure()) {
            signIn(headers);
        }
        return request;
    }

    private void signIn(HttpHeaders headers) {
        device.credentials()
                .ifPresent(text -> headers.set(
                        HttpHeaderNames.PROXY_AUTHORIZATION,
                        "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
    }

    private void closeEldest() {
        Iterator<Channel> eldest = connections.values().iterator();
        while (connections.size() > MAX_CONNECTIONS && eldest.hasNext()) {
            eldest.next().close();
            eldest.remove();
        }
    }

    private void drop(String key) {
        Channel channel = connections.remove(key);
        if (channel != null) {
            channel.close();
        }
    }

    @Override
    public void close() {
        connections.values().forEach(channel -> channel.close().awaitUninterruptibly(1, TimeUnit.SECONDS));
        connections.clear();
    }
}

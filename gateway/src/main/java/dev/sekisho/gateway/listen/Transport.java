package dev.sekisho.gateway.listen;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.ThreadFactory;

/** The kind of sockets: native epoll where it loads, the JDK's selector otherwise. */
public enum Transport {
    /** Linux's own, by Netty's native library. */
    EPOLL(EpollServerSocketChannel.class, EpollSocketChannel.class),
    /** Works everywhere. */
    NIO(NioServerSocketChannel.class, NioSocketChannel.class);

    private final Class<? extends ServerSocketChannel> server;
    private final Class<? extends SocketChannel> client;

    Transport(Class<? extends ServerSocketChannel> server, Class<? extends SocketChannel> client) {
        this.server = server;
        this.client = client;
    }

    /** The best that works here. */
    public static Transport best() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }

    /** Event loops. */
    public MultiThreadIoEventLoopGroup loops(String name, int threads) {
        ThreadFactory factory = new DefaultThreadFactory("gateway-" + name, true);
        return new MultiThreadIoEventLoopGroup(
                threads, factory, this == EPOLL ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    }

    /** Listening sockets. */
    public Class<? extends ServerSocketChannel> server() {
        return server;
    }

    /** Connected sockets. */
    public Class<? extends SocketChannel> client() {
        return client;
    }
}

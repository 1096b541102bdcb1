package dev.sekisho.gateway.listen;

import io.netty.channel.Channel;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.ThreadFactory;

/** The kind of sockets: native epoll where it loads, the JDK's selector otherwise. */
public enum Transport {
    /** Linux's own, by Netty's native library. */
    EPOLL(
            EpollServerSocketChannel.class,
            EpollSocketChannel.class,
            EpollServerDomainSocketChannel.class,
            EpollDomainSocketChannel.class),
    /** Works everywhere. */
    NIO(
            NioServerSocketChannel.class,
            NioSocketChannel.class,
            NioServerDomainSocketChannel.class,
            NioDomainSocketChannel.class);

    private final Class<? extends ServerSocketChannel> server;
    private final Class<? extends SocketChannel> client;
    private final Class<? extends ServerChannel> localServer;
    private final Class<? extends Channel> localClient;

    Transport(
            Class<? extends ServerSocketChannel> server,
            Class<? extends SocketChannel> client,
            Class<? extends ServerChannel> localServer,
            Class<? extends Channel> localClient) {
        this.server = server;
        this.client = client;
        this.localServer = localServer;
        this.localClient = localClient;
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

    /** Listening sockets in the file system. */
    public Class<? extends ServerChannel> localServer() {
        return localServer;
    }

    /** Connections to such a socket. */
    public Class<? extends Channel> localClient() {
        return localClient;
    }

    /** The address of such a socket. */
    public SocketAddress local(Path file) {
        return this == EPOLL ? new DomainSocketAddress(file.toString()) : UnixDomainSocketAddress.of(file);
    }

    /** Connected sockets. */
    public Class<? extends SocketChannel> client() {
        return client;
    }
}

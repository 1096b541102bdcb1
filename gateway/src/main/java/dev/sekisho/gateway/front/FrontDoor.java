package dev.sekisho.gateway.front;

import dev.sekisho.gateway.GatewayOptions.Listener;
import dev.sekisho.gateway.listen.Transport;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.function.Function;

/** The gateway's side of a front: a socket in the file system that the gateway's own user can open, and the front behind it. */
public final class FrontDoor implements AutoCloseable {
    /** Linux takes paths of at most this many bytes (unix(7), sun_path with its final zero). */
    private static final int MAX_PATH_BYTES = 107;

    private final Channel channel;
    private final Path socket;
    private final Fronts.Front front;

    private FrontDoor(Channel channel, Path socket, Fronts.Front front) {
        this.channel = channel;
        this.socket = socket;
        this.front = front;
    }

    /**
     * Listens on a new socket, then starts the front.
     *
     * @param entrance receives the front's connections
     * @throws SekishoException as {@link Fronts#start}; {@code DISK_FAILED} if the socket cannot be made
     */
    public static FrontDoor open(
            Transport transport,
            EventLoopGroup loops,
            Fronts fronts,
            Listener listener,
            int connections,
            Function<FrontPassword, ChannelInitializer<Channel>> entrance) {
        FrontPassword password = FrontPassword.random(new SecureRandom());
        Path socket = place(fronts.folder());
        ChannelFuture done = new ServerBootstrap()
                .group(loops, loops)
                .channel(transport.localServer())
                .option(ChannelOption.SO_BACKLOG, 1_024)
                .childHandler(entrance.apply(password))
                .bind(transport.local(socket))
                .awaitUninterruptibly();
        if (!done.isSuccess()) {
            throw new SekishoException(
                    ErrorCode.DISK_FAILED,
                    "The socket " + socket + " cannot be made: " + done.cause().getMessage(),
                    done.cause());
        }
        try {
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            FrontPlace place =
                    new FrontPlace(listener.address(), listener.proxyProtocol(), socket, password, connections);
            return new FrontDoor(done.channel(), socket, fronts.start(place));
        } catch (IOException e) {
            done.channel().close();
            throw new SekishoException(
                    ErrorCode.DISK_FAILED,
                    "The socket " + socket + " cannot be closed to others: " + e.getMessage(),
                    e);
        } catch (SekishoException e) {
            done.channel().close();
            throw e;
        }
    }

    private static Path place(Path folder) {
        for (int number = 1; ; number++) {
            Path socket = folder.resolve(number + ".sock");
            if (socket.toString().length() > MAX_PATH_BYTES) {
                throw new SekishoException(
                        ErrorCode.CONFIG_INVALID,
                        "home: tlsProfile seed-compat needs a socket in it, and " + socket
                                + " is longer than the 107 characters that Linux takes; choose a shorter folder.");
            }
            if (!Files.exists(socket)) {
                return socket;
            }
        }
    }

    /** What the front's connections come to. */
    public Channel channel() {
        return channel;
    }

    /** The front. */
    public Fronts.Front front() {
        return front;
    }

    @Override
    public void close() {
        front.close();
        channel.close().awaitUninterruptibly();
        try {
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            // it is in the way of nobody: the next start empties the folder
        }
    }
}

package dev.sekisho.gateway.front;

import dev.sekisho.gateway.listen.Transport;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * What the clients of one front share until they are joined to the gateway.
 *
 * @param transport how sockets are made
 * @param place where the front stands
 * @param tls makes the TLS side of a connection, once its client has sent something
 * @param arriving places of clients that are not joined yet
 * @param handshakes places of clients in a handshake
 * @param failed handshakes that failed
 */
record Reception(
        Transport transport,
        FrontPlace place,
        Function<Channel, SslHandler> tls,
        Quota arriving,
        Quota handshakes,
        LongAdder failed) {}

package dev.sekisho.gateway.front;

import dev.sekisho.gateway.tls.TlsFacts;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyProtocolVersion;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import io.netty.handler.codec.haproxy.HAProxySSLTLV;
import io.netty.handler.codec.haproxy.HAProxyTLV;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What a front tells the gateway of a client before its first byte: a PROXY header (HAProxy, "The PROXY protocol", version 2) with
 * the client's address, TLS version and suite (PP2_TYPE_SSL), and the front's password in a type that is free for own use (0xE0).
 */
public final class FrontHeader {
    /** Longest that a gateway reads of the members after the addresses, in bytes. */
    public static final int MAX_MEMBERS = 512;

    private static final byte PASSWORD = (byte) 0xE0;
    private static final byte CLIENT_SSL = 1;

    /** PP2_SUBTYPE_SSL_CIPHER, which Netty has no name for. */
    private static final byte SUITE = 0x23;

    private FrontHeader() {}

    /** The header of a client. */
    static HAProxyMessage of(InetSocketAddress source, InetSocketAddress destination, TlsFacts tls, FrontPassword own) {
        HAProxyTLV version = new HAProxyTLV(HAProxyTLV.Type.PP2_TYPE_SSL_VERSION, ascii(tls.version()));
        HAProxyTLV suite = new HAProxyTLV(SUITE, ascii(tls.cipher()));
        boolean four = source.getAddress() instanceof Inet4Address && destination.getAddress() instanceof Inet4Address;
        return new HAProxyMessage(
                HAProxyProtocolVersion.V2,
                HAProxyCommand.PROXY,
                four ? HAProxyProxiedProtocol.TCP4 : HAProxyProxiedProtocol.TCP6,
                text(source, four),
                text(destination, four),
                source.getPort(),
                destination.getPort(),
                List.of(
                        new HAProxyTLV(PASSWORD, Unpooled.wrappedBuffer(own.bytes())),
                        new HAProxySSLTLV(0, CLIENT_SSL, List.of(version, suite))));
    }

    /** What TLS the client agreed on; empty if the header is not of a front with this password. */
    public static Optional<TlsFacts> tls(HAProxyMessage header, FrontPassword expected) {
        boolean known = false;
        String version = "";
        String suite = "";
        for (HAProxyTLV each : header.tlvs()) {
            if (each.typeByteValue() == PASSWORD) {
                known = expected.matches(ByteBufUtil.getBytes(each.content()));
            } else if (each instanceof HAProxySSLTLV ssl) {
                for (HAProxyTLV member : ssl.encapsulatedTLVs()) {
                    String value = member.content().toString(StandardCharsets.US_ASCII);
                    if (member.type() == HAProxyTLV.Type.PP2_TYPE_SSL_VERSION) {
                        version = value;
                    } else if (member.typeByteValue() == SUITE) {
                        suite = value;
                    }
                }
            }
        }
        return known ? Optional.of(new TlsFacts(version, suite, "")) : Optional.empty();
    }

    private static ByteBuf ascii(String value) {
        return Unpooled.copiedBuffer(value, StandardCharsets.US_ASCII);
    }

    /** An IPv4 address beside an IPv6 one is written as its mapped form (RFC 4291, section 2.5.5.2). */
    private static String text(InetSocketAddress address, boolean four) {
        String text = address.getAddress().getHostAddress().replaceFirst("%.*", "");
        return !four && address.getAddress() instanceof Inet4Address ? "::ffff:" + text : text;
    }
}

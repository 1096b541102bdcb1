package dev.sekisho.control;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How the control plane listens.
 *
 * @param listen where customers and, without {@code operatorListen}, operators come in; port 0 takes a free one
 * @param operatorListen a listener of their own for operators, health and metrics
 * @param tls what the listeners prove themselves with
 * @param console folder of the built console; without one the class path is asked ({@code /console/})
 * @param proxyAddress what a user enters in a device, {@code host:port}; shown, never connected to
 * @param sessionIdle how long a session lives unused
 * @param sessionLife how long a session lives at most
 */
public record ControlOptions(
        InetSocketAddress listen,
        Optional<InetSocketAddress> operatorListen,
        TlsIdentity tls,
        Optional<Path> console,
        Optional<String> proxyAddress,
        Duration sessionIdle,
        Duration sessionLife) {
    /** The longest body of a request, in bytes. */
    public static final int MAX_BODY_BYTES = 1 << 20;

    /** The longest policy document, in bytes. */
    public static final int MAX_POLICY_BYTES = 4 << 20;

    /** One listener, the console from the class path, sessions of 30 idle minutes and at most 12 hours. */
    public static ControlOptions of(InetSocketAddress listen, TlsIdentity tls) {
        return new ControlOptions(
                listen,
                Optional.empty(),
                tls,
                Optional.empty(),
                Optional.empty(),
                Duration.ofMinutes(30),
                Duration.ofHours(12));
    }

    /** The same with the address of the proxy. */
    public ControlOptions withProxyAddress(String address) {
        return new ControlOptions(listen, operatorListen, tls, console, Optional.of(address), sessionIdle, sessionLife);
    }

    /** The same with a listener of their own for operators. */
    public ControlOptions withOperatorListen(InetSocketAddress address) {
        return new ControlOptions(listen, Optional.of(address), tls, console, proxyAddress, sessionIdle, sessionLife);
    }

    /** The same with the console in a folder. */
    public ControlOptions withConsole(Path folder) {
        return new ControlOptions(
                listen, operatorListen, tls, Optional.of(folder), proxyAddress, sessionIdle, sessionLife);
    }
}

package dev.sekisho.gateway.upstream;

import dev.sekisho.kernel.scope.CustomerScope;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * What a request is sent to.
 *
 * @param scope whose request it is
 * @param tls whether the site speaks TLS
 * @param host normalised name, or address literal without brackets; the server name and what its certificate must be for
 * @param port the port that was asked for
 * @param addresses where it is: exactly the addresses that were decided on, in the order in which to try them
 */
public record Site(CustomerScope scope, boolean tls, String host, int port, List<InetSocketAddress> addresses) {}

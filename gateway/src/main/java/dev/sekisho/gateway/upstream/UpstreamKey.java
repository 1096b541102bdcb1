package dev.sekisho.gateway.upstream;

import dev.sekisho.kernel.scope.CustomerId;
import java.net.InetSocketAddress;

/** Two requests may use one connection only if all of this is equal; first of all the customer. */
record UpstreamKey(CustomerId customer, boolean tls, String host, int port, InetSocketAddress address) {
    static UpstreamKey of(Site site, InetSocketAddress address) {
        return new UpstreamKey(site.scope().customer(), site.tls(), site.host(), site.port(), address);
    }
}

package dev.sekisho.policy.rules;

import dev.sekisho.policy.url.Host;
import org.jspecify.annotations.Nullable;

/** Parents of a normalised host, on label boundaries; an address has none. */
final class HostSuffix {
    private HostSuffix() {}

    /** The host without its first label; null if there is nothing left, or it is an address. */
    static @Nullable String parent(String host) {
        int dot = host.indexOf('.');
        return dot < 0 || Host.isAddress(host) ? null : host.substring(dot + 1);
    }
}

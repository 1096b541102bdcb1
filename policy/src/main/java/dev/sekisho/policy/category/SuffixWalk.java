package dev.sekisho.policy.category;

import dev.sekisho.policy.url.Host;

/** Walks a host from right to left and stops at each label boundary; an address is one whole. */
final class SuffixWalk {
    private final String host;
    private final SipState state;
    private final boolean whole;
    private int position;

    SuffixWalk(SipKey key, String host) {
        this.host = host;
        this.state = new SipState(key);
        this.position = host.length();
        this.whole = Host.isAddress(host);
    }

    /** Moves to the next longer suffix; {@code false} if the whole name was it. */
    boolean next() {
        if (position <= 0) {
            return false;
        }
        if (position < host.length()) {
            position--;
            state.add('.');
        }
        while (position > 0 && (whole || host.charAt(position - 1) != '.')) {
            position--;
            state.add(host.charAt(position));
        }
        return true;
    }

    /** The hash of the suffix at which the walk stands. */
    long hash() {
        return state.finish();
    }
}

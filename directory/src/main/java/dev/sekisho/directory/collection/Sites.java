package dev.sekisho.directory.collection;

import dev.sekisho.policy.url.PublicSuffixes;

/** The part of a host name that somebody registered (https://publicsuffix.org/list/). */
final class Sites {
    private Sites() {}

    /**
     * One label more than the public suffix, {@code example.co.uk} of {@code www.example.co.uk}; an unlisted last label counts as a
     * suffix, as the list's algorithm says. A name without more labels is its own.
     */
    static String registrable(String host) {
        String found = host;
        String rest = host;
        while (true) {
            if (PublicSuffixes.shipped().contains(rest)) {
                return found;
            }
            int dot = rest.indexOf('.');
            if (dot < 0) {
                return found;
            }
            found = rest;
            rest = rest.substring(dot + 1);
        }
    }
}

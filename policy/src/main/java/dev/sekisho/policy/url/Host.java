package dev.sekisho.policy.url;

import dev.sekisho.kernel.error.SekishoException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;

/**
 * A host in its one normal form. Two spellings of the same name or address are equal, whichever of percent-encoding, IDNA,
 * letter case, trailing dot or number base they were written with (WHATWG URL, section 3.5; UTS 46, non-transitional).
 */
public sealed interface Host {
    /** ASCII, lower case, without trailing dot or brackets: a name, a dotted IPv4 address or an RFC 5952 IPv6 address. */
    String text();

    /**
     * Reads any spelling.
     *
     * @throws SekishoException {@code BAD_REQUEST} if it is neither a name nor an address
     */
    static Host parse(String spelled) {
        return HostParser.parse(spelled);
    }

    /** Reads any spelling; empty if it is neither a name nor an address. */
    static Optional<Host> find(String spelled) {
        try {
            return Optional.of(HostParser.parse(spelled));
        } catch (SekishoException notAHost) {
            return Optional.empty();
        }
    }

    /** The host of a socket's address: IPv4-mapped IPv6 becomes IPv4, a zone is dropped. */
    static Address of(InetAddress address) {
        return new Address(address);
    }

    /** Whether a text in normal form is an address: a name never ends in a number, and only IPv6 addresses have colons. */
    static boolean isAddress(String normal) {
        if (normal.indexOf(':') >= 0) {
            return true;
        }
        int i = normal.length() - 1;
        while (i >= 0 && normal.charAt(i) >= '0' && normal.charAt(i) <= '9') {
            i--;
        }
        return i >= 0 && i < normal.length() - 1 && normal.charAt(i) == '.';
    }

    /** The text as it stands in a URL or {@code Host} header: IPv6 in brackets. */
    default String inUrl() {
        return this instanceof Address address && address.address() instanceof Inet6Address
                ? "[" + text() + "]"
                : text();
    }

    /**
     * A domain name.
     *
     * @param text 1 to 253 ASCII characters in labels of 1 to 63; internationalised labels as {@code xn--}
     */
    record Name(String text) implements Host {}

    /**
     * An address literal.
     *
     * @param address the address; never an IPv4-mapped IPv6 address
     */
    record Address(InetAddress address) implements Host {
        /** Normalises the object form as well: no zone, no remembered name. */
        public Address {
            address = Addresses.plain(address.getAddress());
        }

        @Override
        public String text() {
            return Addresses.text(address);
        }
    }
}

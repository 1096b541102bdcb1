package dev.sekisho.trust.keys;

import dev.sekisho.directory.CustomerReference;
import dev.sekisho.kernel.id.Id128;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A replacement of keys that is still to be stated.
 *
 * @param id of the receipt that will state it
 * @param what which keys
 * @param customer whose; empty if they are not one customer's
 * @param begun when, to the millisecond, by the clock of the machine
 * @param wrapped how many keys or owners were wrapped anew; 0 where that is not counted
 * @param ended whether it came to its end
 */
public record KeyRotation(
        Id128 id, What what, Optional<CustomerReference> customer, Instant begun, int wrapped, boolean ended) {
    /** Length of {@link #bytes()}. */
    static final int BYTES = 16 + 1 + 16 + 8 + 4 + 1;

    private static final Id128 NOBODY = new Id128(0, 0);

    /** Which keys; the order is part of the format. */
    public enum What {
        /** The root of the key store. */
        ROOT,
        /** The region's keys. */
        REGION,
        /** The installation's own keys. */
        INSTALLATION,
        /** One customer's own keys. */
        CUSTOMER,
        /** None: the region's and the customers' keys were wrapped under newer versions of the same keys. */
        REWRAP,
        /** One customer's keys were wrapped by its key service as well. */
        WRAP_CUSTOMER,
        /** One customer's keys are not wrapped by its key service any more. */
        UNWRAP_CUSTOMER;

        /** The spelling in a receipt. */
        String wire() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** The same, at its end. */
    KeyRotation over(int count) {
        return new KeyRotation(id, what, customer, begun, count, true);
    }

    void write(ByteBuffer out) {
        out.put(id.bytes())
                .put((byte) what.ordinal())
                .put(customer.map(CustomerReference::value).orElse(NOBODY).bytes())
                .putLong(begun.toEpochMilli())
                .putInt(wrapped)
                .put((byte) (ended ? 1 : 0));
    }

    static KeyRotation read(ByteBuffer in) {
        Id128 id = id(in);
        int what = in.get();
        Id128 customer = id(in);
        if (what < 0 || what >= What.values().length) {
            throw new IllegalArgumentException("a replacement of keys of another kind");
        }
        return new KeyRotation(
                id,
                What.values()[what],
                customer.equals(NOBODY) ? Optional.empty() : Optional.of(new CustomerReference(customer)),
                Instant.ofEpochMilli(in.getLong()),
                in.getInt(),
                in.get() == 1);
    }

    private static Id128 id(ByteBuffer in) {
        byte[] id = new byte[16];
        in.get(id);
        return Id128.of(id);
    }
}

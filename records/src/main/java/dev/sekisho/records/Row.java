package dev.sekisho.records;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One row of a copy of the records, as it lies in the database: sealed, or a keyed digest, or a column that the catalogue accepts in
 * clear. It says nothing about the database that it came from. What cannot be a row is refused with {@code RECORD_DAMAGED}.
 */
public sealed interface Row {
    /** Most bytes of a payload: a sealed record of 16 MiB, with room for what is around it. */
    int MAX_PAYLOAD_BYTES = 17 << 20;

    /** Times are those of the years 1 to 9999. */
    Instant FIRST_TIME = Instant.parse("0001-01-01T00:00:00Z");

    /** The first time that is none any more. */
    Instant END_OF_TIME = Instant.parse("+10000-01-01T00:00:00Z");

    /** Which row. */
    Key key();

    /** What names a row for as long as it exists. */
    sealed interface Key {}

    /**
     * A record.
     *
     * @param customer whose, as the column {@code customer} has it (32 bytes); empty for a record of the installation
     * @param kind 1 to 40 lower-case letters, digits and hyphens
     * @param id within its kind
     */
    record RecordKey(Optional<byte[]> customer, String kind, Id128 id) implements Key {
        private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");

        /** Checks it. */
        public RecordKey {
            check(customer.isEmpty() || customer.get().length == 32, "customer");
            check(NAME.matcher(kind).matches(), "kind");
        }
    }

    /** What the gatekeeper was given, by the 32 bytes of its keyed digest. */
    record GateKey(byte[] digest) implements Key {
        /** Checks it. */
        public GateKey {
            check(digest.length == 32, "digest");
        }
    }

    /** A blind index of a record: which column, and 16 bytes that say which value. */
    record Index(String label, byte[] token) {
        /** By label, then by token. */
        static final Comparator<Index> ORDER =
                Comparator.comparing(Index::label).thenComparing(Index::token, Arrays::compareUnsigned);

        /** Checks it. */
        public Index {
            check(RecordKey.NAME.matcher(label).matches(), "label");
            check(token.length == 16, "token");
        }
    }

    /**
     * A record with its indexes.
     *
     * @param version from 1
     * @param changed in whole microseconds
     * @param payload sealed, at most {@link Row#MAX_PAYLOAD_BYTES}
     * @param indexes at most 255, by label and token, none twice
     */
    record RecordRow(RecordKey key, long version, Instant changed, byte[] payload, List<Index> indexes) implements Row {
        /** Checks it, and orders the indexes. */
        public RecordRow {
            indexes = indexes.stream().sorted(Index.ORDER).toList();
            check(version > 0, "version");
            check(isTime(changed), "time");
            check(payload.length <= MAX_PAYLOAD_BYTES, "payload");
            check(indexes.size() <= 255, "indexes");
            for (int i = 1; i < indexes.size(); i++) {
                check(Index.ORDER.compare(indexes.get(i - 1), indexes.get(i)) < 0, "indexes");
            }
        }
    }

    /**
     * What the gatekeeper remembers of a credential.
     *
     * @param ticket sealed, at most {@link Row#MAX_PAYLOAD_BYTES}
     * @param expires in whole microseconds
     */
    record GateRow(GateKey key, byte[] ticket, Optional<Instant> expires) implements Row {
        /** Checks it. */
        public GateRow {
            check(ticket.length <= MAX_PAYLOAD_BYTES, "ticket");
            check(expires.isEmpty() || isTime(expires.get()), "time");
        }
    }

    /** A row that is not there any more; only among changes. */
    record GoneRow(Key key) implements Row {}

    /** Outside of these years the driver would turn a time into an infinite one without a word. */
    private static boolean isTime(Instant time) {
        return time.getNano() % 1_000 == 0 && !time.isBefore(FIRST_TIME) && time.isBefore(END_OF_TIME);
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new SekishoException(
                    ErrorCode.RECORD_DAMAGED, "A row of a copy has a form that is not understood: " + what + ".");
        }
    }
}

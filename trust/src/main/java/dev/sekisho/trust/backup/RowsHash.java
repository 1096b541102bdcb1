package dev.sekisho.trust.backup;

import dev.sekisho.records.Row;
import dev.sekisho.records.RowCodec;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** How many rows, and a hash over all of them: the sum of the SHA-256 of each, so that it does not depend on their order. */
public final class RowsHash {
    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);

    private long rows;
    private BigInteger sum = BigInteger.ZERO;

    /** Adds a row. */
    public void add(Row row) {
        add(RowCodec.write(row));
    }

    void add(byte[] row) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(row);
            sum = sum.add(new BigInteger(1, digest)).mod(MODULUS);
            rows++;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many. */
    public long rows() {
        return rows;
    }

    /** The hash, in 64 hexadecimal digits. */
    public String hex() {
        return "%064x".formatted(sum);
    }
}

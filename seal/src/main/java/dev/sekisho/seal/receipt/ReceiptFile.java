package dev.sekisho.seal.receipt;

import dev.sekisho.kernel.error.SekishoException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * Receipts as they leave an installation: one, a whole chain, or a stretch of it with the newest link, and the key that they say
 * they are signed by. JSON in UTF-8 (docs/formats.md, "Receipt"). The key in the file is a convenience and shows nothing: whoever
 * changed the receipts could have put in a key of his own.
 *
 * @param key that the file names
 * @param receipts links of one chain, the oldest first; at least one
 * @param head the newest link of the chain, if {@code receipts} ends before it
 */
public record ReceiptFile(VerificationKey key, List<Receipt> receipts, Optional<Receipt> head) {
    /** Links in a file. */
    public static final int MAX_RECEIPTS = 20_000;

    /** Bytes of a file. */
    public static final int MAX_BYTES = 32 << 20;

    /** @throws IllegalArgumentException if there is no receipt, or more than {@link #MAX_RECEIPTS} */
    public ReceiptFile {
        receipts = List.copyOf(receipts);
        if (receipts.isEmpty() || receipts.size() > MAX_RECEIPTS) {
            throw new IllegalArgumentException("a file has 1 to " + MAX_RECEIPTS + " receipts, not " + receipts.size());
        }
    }

    /**
     * Reads a file strictly: every member once, none that is not known, nothing after the end, texts that can be seen. It checks no
     * signature.
     *
     * @throws SekishoException {@code INVALID_INPUT} saying where, if this is not such a file
     */
    public static ReceiptFile read(InputStream in) {
        return ReceiptJson.file(in);
    }

    /** Writes the file, one member a line. */
    public void write(OutputStream out) {
        ReceiptJson.write(this, out);
    }

    /** One receipt as JSON. */
    public static byte[] bytes(Receipt receipt) {
        return ReceiptJson.bytes(receipt);
    }

    /**
     * Reads {@link #bytes}, as strictly as a file.
     *
     * @throws SekishoException {@code INVALID_INPUT}
     */
    public static Receipt receipt(byte[] json) {
        return ReceiptJson.receipt(json);
    }
}

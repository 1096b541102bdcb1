package dev.sekisho.trust.backup;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.trust.erasure.LedgerHead;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What a set consists of (docs/formats.md, "Backup set"): a part in the clear that names objects and says nothing about what is in them,
 * notes that only the installation opens, and a tag over both. Written last, so that a set that was cut off has none.
 *
 * @param region the region's name
 * @param macKey which MAC key its tags are under
 * @param set the set's random identifier
 * @param number from 1, one more than the set before in the same region
 * @param time when it was captured
 * @param base the full set that a shipment belongs to; empty for a full set
 * @param previous SHA-256 of the manifest before; zeros for the first
 * @param keyCopy the copy of the key store that was taken with it
 * @param ledger how far the erasure ledger went
 * @param entries its objects
 * @param notes sealed: where objects belong, counts, sampled answers
 * @param tag over everything before it, 32 bytes
 * @param signature of the installation over the tag and what it is over, 64 bytes: whoever holds the MAC key could make a tag as well
 */
public record Manifest(
        String region,
        int macKey,
        Id128 set,
        long number,
        Instant time,
        Optional<Id128> base,
        byte[] previous,
        String keyCopy,
        LedgerHead ledger,
        List<Entry> entries,
        byte[] notes,
        byte[] tag,
        byte[] signature) {
    static final int TAG_BYTES = 32;
    static final int SIGNATURE_BYTES = 64;
    /** What a signature of a manifest is for. */
    public static final String PURPOSE = "backup-set";

    private static final int MAGIC = 0x534B424D; // SKBM
    private static final int VERSION = 1;
    private static final int HASH_BYTES = 32;
    private static final int LEDGER_BYTES = 40;
    private static final int ENTRY_BYTES = 16 + 1 + 8 + TAG_BYTES;
    private static final int MAX_ENTRIES = 4_000_000;
    private static final Id128 NONE = new Id128(0, 0);

    /** Copies the list. */
    public Manifest {
        entries = List.copyOf(entries);
    }

    /** Its name in a target: sorted by number. */
    public String name() {
        return "%s/%012d-%s%s".formatted(Target.SETS, number, hex(set), base.isPresent() ? ".shipment" : ".set");
    }

    /** Bytes of its objects. */
    public long bytes() {
        return entries.stream().mapToLong(Entry::length).sum();
    }

    /** What the tag is over. */
    byte[] tagged() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256 + entries.size() * ENTRY_BYTES + notes.length);
        ByteBuffer head = ByteBuffer.allocate(1_024).putInt(MAGIC).put((byte) VERSION);
        text(head, region);
        head.putInt(macKey)
                .put(set.bytes())
                .putLong(number)
                .putLong(time.toEpochMilli())
                .put(base.orElse(NONE).bytes())
                .put(previous);
        text(head, keyCopy);
        head.putLong(ledger.number()).put(ledger.hash()).putInt(entries.size());
        out.write(head.array(), 0, head.position());
        ByteBuffer line = ByteBuffer.allocate(ENTRY_BYTES);
        for (Entry entry : entries) {
            line.clear()
                    .put(entry.object().bytes())
                    .put((byte) entry.kind().code())
                    .putLong(entry.length())
                    .put(entry.tag());
            out.write(line.array(), 0, ENTRY_BYTES);
        }
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(notes.length).array());
        out.writeBytes(notes);
        return out.toByteArray();
    }

    private static void text(ByteBuffer out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length > 255) {
            throw new IllegalArgumentException("longer than 255 characters");
        }
        out.put((byte) bytes.length).put(bytes);
    }

    /** What the signature is over. */
    byte[] signed() {
        byte[] before = tagged();
        byte[] all = Arrays.copyOf(before, before.length + TAG_BYTES);
        System.arraycopy(tag, 0, all, before.length, TAG_BYTES);
        return sha256(all);
    }

    /** As it lies in a target. */
    public byte[] file() {
        byte[] before = tagged();
        return ByteBuffer.allocate(before.length + TAG_BYTES + SIGNATURE_BYTES)
                .put(before)
                .put(tag)
                .put(signature)
                .array();
    }

    Manifest withTag(byte[] made) {
        return new Manifest(
                region, macKey, set, number, time, base, previous, keyCopy, ledger, entries, notes, made, signature);
    }

    Manifest withSignature(byte[] made) {
        return new Manifest(
                region, macKey, set, number, time, base, previous, keyCopy, ledger, entries, notes, tag, made);
    }

    /** What the next manifest names as the one before it. */
    public byte[] hash() {
        return sha256(file());
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] beginning() {
        return new byte[HASH_BYTES];
    }

    static String hex(Id128 id) {
        return HexFormat.of().formatHex(id.bytes());
    }

    /**
     * Reads a manifest; whether its tag holds, {@link SetVerifier} says.
     *
     * @throws SekishoException {@code BACKUP_DAMAGED} if it has not the form of one
     */
    public static Manifest parse(byte[] file) {
        try {
            ByteBuffer in = ByteBuffer.wrap(file);
            require(in.getInt() == MAGIC && in.get() == VERSION);
            String region = text(in);
            int macKey = in.getInt();
            Id128 set = id(in);
            long number = in.getLong();
            Instant time = Instant.ofEpochMilli(in.getLong());
            Id128 base = id(in);
            byte[] previous = bytes(in, HASH_BYTES);
            String keyCopy = text(in);
            LedgerHead ledger = LedgerHead.of(bytes(in, LEDGER_BYTES));
            int count = in.getInt();
            require(count >= 0 && count <= MAX_ENTRIES && (long) count * ENTRY_BYTES <= in.remaining());
            List<Entry> entries = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                Id128 object = id(in);
                Entry.Kind kind = Entry.Kind.of(in.get());
                long length = in.getLong();
                require(length >= 0);
                entries.add(new Entry(object, kind, length, bytes(in, TAG_BYTES)));
            }
            int length = in.getInt();
            require(length >= 0 && length <= in.remaining());
            byte[] notes = bytes(in, length);
            byte[] tag = bytes(in, TAG_BYTES);
            byte[] signature = bytes(in, SIGNATURE_BYTES);
            require(!in.hasRemaining() && number > 0);
            return new Manifest(
                    region,
                    macKey,
                    set,
                    number,
                    time,
                    base.equals(NONE) ? Optional.empty() : Optional.of(base),
                    previous,
                    keyCopy,
                    ledger,
                    entries,
                    notes,
                    tag,
                    signature);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new SekishoException(
                    ErrorCode.BACKUP_DAMAGED,
                    "A manifest of a set is damaged, or is none; take another set or another target.",
                    e);
        }
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException("not a manifest");
        }
    }

    private static String text(ByteBuffer in) {
        String text = new String(bytes(in, Byte.toUnsignedInt(in.get())), StandardCharsets.US_ASCII);
        require(text.chars().allMatch(c -> c > 32 && c < 127));
        return text;
    }

    private static Id128 id(ByteBuffer in) {
        return Id128.of(bytes(in, 16));
    }

    private static byte[] bytes(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}

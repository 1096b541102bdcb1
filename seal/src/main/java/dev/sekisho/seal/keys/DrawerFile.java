package dev.sekisho.seal.keys;

import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.seal.codec.Owner;
import dev.sekisho.seal.codec.RecordKey;
import dev.sekisho.seal.codec.Secret;
import dev.sekisho.seal.xts.UnitCipher;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The form of a drawer's file: {@code magic 4 | version 1 | drawer 1 | generation 8 | base records 4 | record(drawer key)}, then
 * records of entries, each with its length (4 bytes) before it. Every rewrite takes a fresh drawer key and the next generation;
 * additions are appended as further records. Zeros over the first {@link #KEY_AREA_BYTES} bytes make the rest unreadable.
 */
final class DrawerFile {
    static final int KEY_AREA_BYTES = 18 + RecordKey.sealedBytes(Secret.BYTES);
    private static final int MAGIC = 0x53_4B_4B_44; // "SKKD"
    private static final byte VERSION = 1;
    private static final int CHUNK_BYTES = 64 << 10;

    private final UnitCipher cipher;
    private final Owner installation;
    private final RegionKeys wrapping;
    private final SecureRandom random;

    DrawerFile(UnitCipher cipher, Region region, Secret regionKeys, SecureRandom random) {
        this(cipher, region, new RegionKeys(cipher, region, regionKeys, Optional.empty(), random), random);
    }

    DrawerFile(UnitCipher cipher, Region region, RegionKeys wrapping, SecureRandom random) {
        this.cipher = cipher;
        this.installation = Owner.installation(region);
        this.wrapping = wrapping;
        this.random = random;
    }

    /** The same form under what a head holds, whatever rotation goes on since. */
    DrawerFile under(Head head) {
        return new DrawerFile(
                cipher,
                installation.region(),
                new RegionKeys(cipher, installation.region(), head.region(), head.before(), random),
                random);
    }

    static String name(int drawer) {
        return "drawer-%02d.keys".formatted(drawer);
    }

    /**
     * A drawer as a file holds it.
     *
     * @param key what its records are sealed under
     * @param records how many records it has
     * @param entries the entries of all of them, in order
     * @param bytes bytes up to the end of the last good record
     * @param rest what lies behind it
     */
    record Image(long generation, RecordKey key, int records, List<Change.Put> entries, long bytes, Rest rest) {}

    /** What lies behind the last good record. */
    enum Rest {
        /** Nothing. */
        CLEAN,
        /** One incomplete or wrong record, as a power cut leaves it. */
        TORN,
        /** More than that: damage. */
        DAMAGED
    }

    /**
     * A new file.
     *
     * @param image how it will be read back
     * @param file its bytes
     */
    record Fresh(Image image, byte[] file) {}

    Fresh write(int drawer, long generation, Map<EntryId, byte[]> entries) {
        List<byte[]> chunks = chunks(entries);
        Secret secret = Secret.random(random);
        RecordKey key = recordKey(secret, drawer);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(18)
                .putInt(MAGIC)
                .put(VERSION)
                .put((byte) drawer)
                .putLong(generation)
                .putInt(chunks.size())
                .array());
        out.writeBytes(wrapping.sealDrawer(wrapId(drawer, chunks.size()), generation, secret.bytes()));
        int number = 0;
        for (byte[] chunk : chunks) {
            out.writeBytes(framed(key, generation, number++, chunk));
        }
        Image image = new Image(generation, key, number, List.of(), out.size(), Rest.CLEAN);
        return new Fresh(image, out.toByteArray());
    }

    byte[] framed(RecordKey key, long generation, int number, byte[] entries) {
        byte[] sealed = key.seal(recordId(generation), number, entries);
        return ByteBuffer.allocate(4 + sealed.length)
                .putInt(sealed.length)
                .put(sealed)
                .array();
    }

    /**
     * Reads a file.
     *
     * @throws SekishoException {@code RECORD_DAMAGED} if its head is damaged
     * @throws IllegalArgumentException if it is no file of this drawer
     */
    Image read(int drawer, byte[] file) {
        if (file.length < KEY_AREA_BYTES) {
            throw new IllegalArgumentException("cut short");
        }
        ByteBuffer in = ByteBuffer.wrap(file);
        if (in.getInt() != MAGIC || in.get() != VERSION || in.get() != (byte) drawer) {
            throw new IllegalArgumentException("not this drawer");
        }
        long generation = in.getLong();
        int base = in.getInt();
        byte[] wrapped = new byte[KEY_AREA_BYTES - in.position()];
        in.get(wrapped);
        RecordKey key = recordKey(Secret.of(wrapping.openDrawer(wrapId(drawer, base), generation, wrapped)), drawer);
        List<Change.Put> entries = new ArrayList<>();
        int records = 0;
        int at = in.position();
        while (file.length - at >= 4) {
            int length = in.getInt(at);
            if (length < 0 || length > file.length - at - 4) {
                break;
            }
            try {
                byte[] sealed = Arrays.copyOfRange(file, at + 4, at + 4 + length);
                entries.addAll(EntryCodec.read(key.open(recordId(generation), records, sealed)));
            } catch (SekishoException e) {
                boolean last = at + 4 + length == file.length;
                return new Image(
                        generation, key, records, entries, at, last && records >= base ? Rest.TORN : Rest.DAMAGED);
            }
            records++;
            at += 4 + length;
        }
        Rest rest = records < base ? Rest.DAMAGED : at == file.length ? Rest.CLEAN : Rest.TORN;
        return new Image(generation, key, records, entries, at, rest);
    }

    private RecordKey recordKey(Secret secret, int drawer) {
        return new RecordKey(cipher, secret, installation, "keys/drawer/" + drawer, 0, random);
    }

    private static String wrapId(int drawer, int base) {
        return drawer + "/" + base;
    }

    private static String recordId(long generation) {
        return Long.toString(generation);
    }

    private static List<byte[]> chunks(Map<EntryId, byte[]> entries) {
        List<byte[]> chunks = new ArrayList<>();
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        for (Map.Entry<EntryId, byte[]> entry : entries.entrySet()) {
            EntryCodec.write(entry.getKey(), entry.getValue(), chunk);
            if (chunk.size() >= CHUNK_BYTES) {
                chunks.add(chunk.toByteArray());
                chunk.reset();
            }
        }
        if (chunk.size() > 0) {
            chunks.add(chunk.toByteArray());
        }
        return chunks;
    }
}

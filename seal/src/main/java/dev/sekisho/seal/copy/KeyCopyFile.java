package dev.sekisho.seal.copy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.seal.KeyCopyPlace;
import dev.sekisho.seal.codec.Owner;
import dev.sekisho.seal.codec.RecordKey;
import dev.sekisho.seal.keys.Snapshot;
import dev.sekisho.seal.xts.CipherChoice;
import dev.sekisho.seal.xts.UnitCipher;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;

/**
 * A copy of the key store as one file, sealed under the copy key of its day and place: a clear header, the content in records of at
 * most 1 MiB, and SHA-256 over all of it (docs/formats.md). Each record is bound to the header, to its number and to how many there
 * are. What is inside is still wrapped under the root.
 */
public final class KeyCopyFile {
    /** Most bytes that a copy holds. */
    public static final int MAX_CONTENT_BYTES = 1 << 30;

    static final long MAX_EPOCH_DAY = 3_652_059; // the year 11969: whatever is beyond is no date of ours
    static final int NAME_CHARS = 27;
    private static final int MAGIC = 0x53_4B_4B_43; // "SKKC"
    private static final byte VERSION = 1;
    private static final int PART_BYTES = 1 << 20;
    private static final int DIGEST_BYTES = 32;

    private KeyCopyFile() {}

    /**
     * An opened copy.
     *
     * @param name of the copy
     * @param time when it was taken
     * @param region whose keys these are
     * @param digest SHA-256 of the content, as {@link dev.sekisho.seal.KeyCopy} says it
     * @param keys the key store, wrapped under the root that it names
     */
    public record Opened(String name, Instant time, Region region, byte[] digest, Snapshot keys) {}

    /**
     * What a copy says in the clear.
     *
     * @param copyKey the copy key that opens it
     * @param root the root without which it opens nothing
     */
    public record Header(
            String name,
            Instant time,
            LocalDate day,
            Region region,
            Id128 store,
            Id128 root,
            Id128 copyKey,
            byte[] digest,
            int length) {
        private int parts() {
            return (length + PART_BYTES - 1) / PART_BYTES;
        }

        private byte[] encode() {
            byte[] regionName = region.name().getBytes(StandardCharsets.US_ASCII);
            return ByteBuffer.allocate(headerBytes(regionName.length))
                    .putInt(MAGIC)
                    .put(VERSION)
                    .put((byte) regionName.length)
                    .put(regionName)
                    .put(name.getBytes(StandardCharsets.US_ASCII))
                    .putLong(time.toEpochMilli())
                    .putLong(day.toEpochDay())
                    .put(store.bytes())
                    .put(root.bytes())
                    .put(copyKey.bytes())
                    .put(digest)
                    .putInt(length)
                    .array();
        }
    }

    private static int headerBytes(int regionBytes) {
        return 4 + 1 + 1 + regionBytes + NAME_CHARS + 8 + 8 + 16 + 16 + 16 + DIGEST_BYTES + 4;
    }

    /** What a key store at one moment is as a content: each file as {@code length of name 1 | name | length 4 | bytes}. */
    static byte[] content(Snapshot keys) {
        long total = 0;
        for (Snapshot.File file : keys.files()) {
            total += 5L + file.name().length() + file.bytes().length;
        }
        if (total > MAX_CONTENT_BYTES) {
            throw new SekishoException(
                    ErrorCode.KEY_COPY_UNAVAILABLE,
                    "The key store is larger than a copy can be (" + MAX_CONTENT_BYTES + " bytes); it was not copied.");
        }
        ByteBuffer content = ByteBuffer.allocate((int) total);
        for (Snapshot.File file : keys.files()) {
            byte[] name = file.name().getBytes(StandardCharsets.US_ASCII);
            content.put((byte) name.length)
                    .put(name)
                    .putInt(file.bytes().length)
                    .put(file.bytes());
        }
        return content.array();
    }

    /** Seals a copy for one place. */
    static byte[] seal(
            String name,
            Instant time,
            Region region,
            Snapshot keys,
            byte[] content,
            CopyKey key,
            UnitCipher cipher,
            SecureRandom random) {
        Header header = new Header(
                name,
                time,
                key.day(),
                region,
                keys.store(),
                keys.root(),
                key.id(),
                CopyKey.sha256(content, content.length),
                content.length);
        byte[] clear = header.encode();
        ByteArrayOutputStream file = new ByteArrayOutputStream(clear.length + content.length + content.length / 1024);
        file.writeBytes(clear);
        RecordKey sealing = recordKey(key, region, cipher, random);
        String id = partId(clear);
        for (int part = 0; part < header.parts(); part++) {
            int end = Math.min(content.length, (part + 1) * PART_BYTES);
            byte[] sealed = sealing.seal(id, part, Arrays.copyOfRange(content, part * PART_BYTES, end));
            file.writeBytes(ByteBuffer.allocate(4).putInt(sealed.length).array());
            file.writeBytes(sealed);
        }
        byte[] whole = file.toByteArray();
        file.writeBytes(CopyKey.sha256(whole, whole.length));
        return file.toByteArray();
    }

    /**
     * What a copy says in the clear, after a look at whether the file is whole; it takes no key, and what it says is believed only
     * once the copy opens.
     *
     * @throws SekishoException {@code KEY_COPY_DAMAGED}
     */
    public static Header header(byte[] file) {
        try {
            ByteBuffer in = ByteBuffer.wrap(file);
            if (in.getInt() != MAGIC || in.get() != VERSION) {
                throw damaged("it is no copy of a key store");
            }
            int end = file.length - DIGEST_BYTES;
            if (end < in.position()
                    || !MessageDigest.isEqual(CopyKey.sha256(file, end), Arrays.copyOfRange(file, end, file.length))) {
                throw damaged("it is not whole, or was changed");
            }
            in.limit(end);
            Region region = new Region(text(in, in.get()));
            String name = text(in, NAME_CHARS);
            Instant time = Instant.ofEpochMilli(in.getLong());
            long day = in.getLong();
            if (Math.abs(day) > MAX_EPOCH_DAY
                    || time.atZone(ZoneOffset.UTC).toLocalDate().toEpochDay() != day) {
                throw damaged("its day and its time differ");
            }
            Id128 store = id(in);
            Id128 root = id(in);
            Id128 copyKey = id(in);
            byte[] digest = new byte[DIGEST_BYTES];
            in.get(digest);
            int length = in.getInt();
            if (length < 1 || length > MAX_CONTENT_BYTES) {
                throw damaged("its length is none");
            }
            return new Header(name, time, LocalDate.ofEpochDay(day), region, store, root, copyKey, digest, length);
        } catch (BufferUnderflowException | IllegalArgumentException | java.time.DateTimeException e) {
            throw damaged("it is cut short, or is no copy of a key store");
        }
    }

    /**
     * Opens a copy.
     *
     * @param file the copy
     * @param copyKeyFile the copy key of the same place and day
     * @throws SekishoException {@code KEY_COPY_DAMAGED} if either is, {@code KEY_COPY_DARK} if they do not belong together
     */
    public static Opened open(byte[] file, byte[] copyKeyFile) {
        return open(file, copyKeyFile, CipherChoice.JDK_ONLY::open);
    }

    /** The same where it must be of the given region; {@code CONFIG_INVALID} if it is not. */
    public static Opened open(byte[] file, byte[] copyKeyFile, Region region) {
        Header header = header(file);
        if (!header.region().equals(region)) {
            throw new SekishoException(
                    ErrorCode.CONFIG_INVALID,
                    "The copy of the key store is of region " + header.region() + ", not of " + region
                            + "; keys never leave their region.");
        }
        return open(file, copyKeyFile);
    }

    /**
     * Opens a copy by its name, where copies and copy keys lie.
     *
     * @throws SekishoException as above; {@code NOT_FOUND} if the place does not have it, {@code KEY_COPY_DARK} if its copy key is
     *     gone, {@code KEY_COPY_UNAVAILABLE} if the place cannot be read
     */
    public static Opened open(KeyCopyPlace place, String name, Region region) {
        CopyName copy = CopyName.parse(name)
                .orElseThrow(() -> new SekishoException(
                        ErrorCode.INVALID_INPUT, "This is not the name of a copy of a key store."));
        LocalDate day = LocalDate.ofInstant(copy.time(), ZoneOffset.UTC);
        try {
            byte[] file = Files.readAllBytes(place.copies().resolve(copy.file()));
            Opened opened = open(file, Files.readAllBytes(place.keys().resolve(CopyName.keyFile(day))), region);
            if (!opened.name().equals(name)) {
                throw damaged("it is the copy " + opened.name() + " under another name");
            }
            return opened;
        } catch (NoSuchFileException e) {
            if (String.valueOf(e.getFile()).endsWith(CopyName.KEY)) {
                throw dark("The copy key of " + day + " is not there; eight days later it is destroyed.");
            }
            throw new SekishoException(
                    ErrorCode.NOT_FOUND, "The place has no copy of the key store of the name " + name + ".", e);
        } catch (IOException e) {
            throw new SekishoException(
                    ErrorCode.KEY_COPY_UNAVAILABLE,
                    "A place of key copies cannot be read (" + CopyPlace.reason(e) + ").",
                    e);
        }
    }

    /** The cipher is asked for, and tested, only once the two belong together. */
    static Opened open(byte[] file, byte[] copyKeyFile, Supplier<UnitCipher> cipher) {
        Header header = header(file);
        CopyKey key = CopyKey.decode(copyKeyFile);
        if (!key.day().equals(header.day())) {
            throw dark("The copy key is of " + key.day() + ", but the copy is of " + header.day()
                    + "; take the copy key of that day. Eight days later it is destroyed.");
        }
        if (!key.id().equals(header.copyKey())) {
            throw dark(
                    "The copy key is of the right day, but of another place; take the one that belongs to the folder in which the "
                            + "copy lay.");
        }
        byte[] content = content(header, file, recordKey(key, header.region(), cipher.get(), new SecureRandom()));
        if (!MessageDigest.isEqual(CopyKey.sha256(content, content.length), header.digest())) {
            throw damaged("its content is not what its header says");
        }
        return new Opened(header.name(), header.time(), header.region(), header.digest(), keys(header, content));
    }

    private static byte[] content(Header header, byte[] file, RecordKey key) {
        byte[] clear = header.encode();
        String id = partId(clear);
        ByteBuffer in = ByteBuffer.wrap(file, clear.length, file.length - clear.length - DIGEST_BYTES);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try {
            for (int part = 0; part < header.parts(); part++) {
                int length = in.getInt();
                if (length < 0 || length > in.remaining()) {
                    throw damaged("a part is cut short");
                }
                byte[] sealed = new byte[length];
                in.get(sealed);
                content.writeBytes(key.open(id, part, sealed));
            }
        } catch (BufferUnderflowException e) {
            throw damaged("parts are missing");
        } catch (SekishoException e) {
            throw e.code() == ErrorCode.RECORD_DAMAGED ? damaged("a part of it was changed") : e;
        }
        if (in.hasRemaining()) {
            throw damaged("it goes on behind its end");
        }
        return content.toByteArray();
    }

    private static Snapshot keys(Header header, byte[] content) {
        try {
            List<Snapshot.File> files = new ArrayList<>();
            ByteBuffer in = ByteBuffer.wrap(content);
            while (in.hasRemaining()) {
                String name = text(in, in.get());
                int length = in.getInt();
                if (length < 0 || length > in.remaining()) {
                    throw damaged("a file in it is cut short");
                }
                byte[] bytes = new byte[length];
                in.get(bytes);
                files.add(new Snapshot.File(name, bytes));
            }
            return new Snapshot(header.store(), header.root(), files);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw damaged("it does not hold a whole key store");
        }
    }

    private static RecordKey recordKey(CopyKey key, Region region, UnitCipher cipher, SecureRandom random) {
        return new RecordKey(cipher, key.key(), Owner.installation(region), "keys/copy", 0, random);
    }

    private static String partId(byte[] header) {
        return HexFormat.of().formatHex(CopyKey.sha256(header, header.length));
    }

    private static String text(ByteBuffer in, int length) {
        if (length < 0) {
            throw new IllegalArgumentException("a length below zero");
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        for (byte character : bytes) {
            if (character < '!' || character > '~') {
                throw new IllegalArgumentException("not printable");
            }
        }
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private static Id128 id(ByteBuffer in) {
        byte[] bytes = new byte[16];
        in.get(bytes);
        return Id128.of(bytes);
    }

    private static SekishoException dark(String text) {
        return new SekishoException(ErrorCode.KEY_COPY_DARK, text);
    }

    private static SekishoException damaged(String why) {
        return new SekishoException(
                ErrorCode.KEY_COPY_DAMAGED,
                "The copy of the key store cannot be used (" + why
                        + "); take the one of another place or another moment.");
    }
}

package dev.sekisho.seal.keys;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.seal.codec.Secret;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The head of a place: the region's keys, wrapped by the root. {@code magic 4 | version 1 | region length 1 | region | store id
 * 16 | root id 16 | wrapped(store id 16 | drawers 4 | generation 8 | region's keys 64 | nothing, or the keys before them 64) |
 * CRC-32 4}. The checksum tells damage, which another place heals, from a place that belongs elsewhere, which is refused; what is
 * believed has a tag. Version 1, which is still read, has no store id in the clear, no generation, no keys before, no checksum.
 *
 * @param storeId the same in every place of one key store
 * @param drawers number of drawers
 * @param generation one more at each change: the newest head of the places counts
 * @param region the region's keys
 * @param before the keys before them, while a rotation goes from one to the other
 */
record Head(byte[] storeId, int drawers, long generation, Secret region, Optional<Secret> before) {
    static final String FILE = "head.keys";
    private static final int MAGIC = 0x53_4B_4B_48; // "SKKH"
    private static final byte FIRST = 1;
    private static final byte VERSION = 2;
    private static final int ID_BYTES = 16;
    private static final int CONTENT_BYTES = 92;
    private static final int CHECKSUM_BYTES = 4;

    static Head create(int drawers, SecureRandom random) {
        byte[] storeId = new byte[ID_BYTES];
        random.nextBytes(storeId);
        return new Head(storeId, drawers, 1, Secret.random(random), Optional.empty());
    }

    /** The same key store with other keys of the region. */
    Head next(Secret keys, Optional<Secret> keysBefore) {
        return new Head(storeId, drawers, generation + 1, keys, keysBefore);
    }

    byte[] seal(RootKeys root, Region region) {
        byte[] name = region.name().getBytes(StandardCharsets.US_ASCII);
        ByteBuffer content = ByteBuffer.allocate(CONTENT_BYTES + (before.isPresent() ? Secret.BYTES : 0))
                .put(storeId)
                .putInt(drawers)
                .putLong(generation)
                .put(this.region.bytes());
        before.ifPresent(keys -> content.put(keys.bytes()));
        byte[] wrapped = root.wrap(region, VERSION, content.array());
        ByteBuffer file = ByteBuffer.allocate(4 + 2 + name.length + 2 * ID_BYTES + wrapped.length + CHECKSUM_BYTES)
                .putInt(MAGIC)
                .put(VERSION)
                .put((byte) name.length)
                .put(name)
                .put(storeId)
                .put(root.id())
                .put(wrapped);
        return file.putInt(checksum(file.array(), file.position())).array();
    }

    private static int checksum(byte[] file, int length) {
        CRC32 sum = new CRC32();
        sum.update(file, 0, length);
        return (int) sum.getValue();
    }

    /**
     * What a head's file says in the clear; nothing of it is believed yet.
     *
     * @param storeId empty in version 1
     */
    private record Clear(byte version, String region, Optional<byte[]> storeId, byte[] rootId, byte[] wrapped) {
        static Clear read(byte[] file) {
            try {
                ByteBuffer in = ByteBuffer.wrap(file);
                boolean ours = in.getInt() == MAGIC;
                byte version = in.get();
                int length = in.get();
                if (!ours || version < FIRST || version > VERSION || length < 0) {
                    throw damaged();
                }
                int end = version == FIRST ? file.length : file.length - CHECKSUM_BYTES;
                if (version != FIRST && checksum(file, end) != in.getInt(end)) {
                    throw damaged();
                }
                in.limit(end);
                String region = new String(bytes(in, length), StandardCharsets.US_ASCII);
                Optional<byte[]> storeId = version == FIRST ? Optional.empty() : Optional.of(bytes(in, ID_BYTES));
                return new Clear(version, region, storeId, bytes(in, ID_BYTES), bytes(in, in.remaining()));
            } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
                throw damaged();
            }
        }

        private static byte[] bytes(ByteBuffer in, int length) {
            byte[] bytes = new byte[length];
            in.get(bytes);
            return bytes;
        }
    }

    /** The store that a head of an unknown root says it belongs to; empty if it does not say. */
    static Optional<byte[]> claimedStore(byte[] file) {
        return Clear.read(file).storeId();
    }

    /** The root that a head says it is under. */
    static byte[] claimedRoot(byte[] file) {
        return Clear.read(file).rootId();
    }

    /**
     * Opens a head under whichever of the roots it names.
     *
     * @throws SekishoException {@code KEY_STORE_DAMAGED}, {@code KEY_STORE_UNAVAILABLE} (another root) or {@code CONFIG_INVALID}
     *     (another region)
     */
    static Head open(byte[] file, List<RootKeys> roots, Region region) {
        Clear clear = Clear.read(file);
        RootKeys root = roots.stream()
                .filter(known -> Arrays.equals(known.id(), clear.rootId()))
                .findFirst()
                .orElseThrow(RootKey::wrong);
        if (!region.name().equals(clear.region())) {
            throw new SekishoException(
                    ErrorCode.CONFIG_INVALID, "The key store belongs to another region than \"" + region + "\".");
        }
        try {
            return read(clear, root.unwrap(region, clear.version(), clear.wrapped()));
        } catch (SekishoException e) {
            throw e.code() == ErrorCode.RECORD_DAMAGED ? damaged() : e;
        }
    }

    private static Head read(Clear clear, byte[] plain) {
        ByteBuffer content = ByteBuffer.wrap(plain);
        byte[] storeId = Clear.bytes(content, ID_BYTES);
        int drawers = content.getInt();
        long generation = clear.version() == FIRST ? 0 : content.getLong();
        Secret keys = Secret.of(Clear.bytes(content, Secret.BYTES));
        Optional<Secret> before =
                content.hasRemaining() ? Optional.of(Secret.of(Clear.bytes(content, Secret.BYTES))) : Optional.empty();
        if (clear.storeId().isPresent() && !Arrays.equals(clear.storeId().get(), storeId)) {
            throw damaged();
        }
        return new Head(storeId, drawers, generation, keys, before);
    }

    private static SekishoException damaged() {
        return new SekishoException(ErrorCode.KEY_STORE_DAMAGED, "The head of the key store is damaged.");
    }
}

package dev.sekisho.seal.keys;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.seal.codec.Owner;
import dev.sekisho.seal.codec.RecordKey;
import dev.sekisho.seal.codec.Secret;
import dev.sekisho.seal.xts.UnitCipher;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The head of a place: the region's keys, sealed under the root. {@code magic 4 | version 1 | region length 1 | region | root id
 * 16 | record(store id 16 | drawers 4 | region's keys 64)}.
 *
 * @param storeId the same in every place of one key store
 * @param drawers number of drawers
 * @param region the region's keys
 */
record Head(byte[] storeId, int drawers, Secret region) {
    static final String FILE = "head.keys";
    private static final int MAGIC = 0x53_4B_4B_48; // "SKKH"
    private static final byte VERSION = 1;
    private static final int CONTENT_BYTES = 84;

    static Head create(int drawers, SecureRandom random) {
        byte[] storeId = new byte[16];
        random.nextBytes(storeId);
        return new Head(storeId, drawers, Secret.random(random));
    }

    byte[] seal(RootKey root, Region region, UnitCipher cipher, SecureRandom random) {
        byte[] name = region.name().getBytes(StandardCharsets.US_ASCII);
        byte[] content = ByteBuffer.allocate(CONTENT_BYTES)
                .put(storeId)
                .putInt(drawers)
                .put(this.region.bytes())
                .array();
        byte[] sealed = key(root, region, cipher, random).seal("head", VERSION, content);
        return ByteBuffer.allocate(4 + 2 + name.length + 16 + sealed.length)
                .putInt(MAGIC)
                .put(VERSION)
                .put((byte) name.length)
                .put(name)
                .put(root.id())
                .put(sealed)
                .array();
    }

    /**
     * Opens a head.
     *
     * @throws SekishoException {@code KEY_STORE_DAMAGED}, {@code KEY_STORE_UNAVAILABLE} (another root) or {@code CONFIG_INVALID}
     *     (another region)
     */
    static Head open(byte[] file, RootKey root, Region region, UnitCipher cipher, SecureRandom random) {
        try {
            ByteBuffer in = ByteBuffer.wrap(file);
            if (in.getInt() != MAGIC || in.get() != VERSION) {
                throw damaged();
            }
            byte[] name = new byte[in.get() & 0x3f];
            in.get(name);
            byte[] rootId = new byte[16];
            in.get(rootId);
            byte[] sealed = new byte[in.remaining()];
            in.get(sealed);
            if (!Arrays.equals(rootId, root.id())) {
                throw RootKey.wrong();
            }
            if (!region.name().equals(new String(name, StandardCharsets.US_ASCII))) {
                throw new SekishoException(
                        ErrorCode.CONFIG_INVALID, "The key store belongs to another region than \"" + region + "\".");
            }
            ByteBuffer content =
                    ByteBuffer.wrap(key(root, region, cipher, random).open("head", VERSION, sealed));
            byte[] storeId = new byte[16];
            content.get(storeId);
            int drawers = content.getInt();
            byte[] keys = new byte[Secret.BYTES];
            content.get(keys);
            return new Head(storeId, drawers, Secret.of(keys));
        } catch (BufferUnderflowException e) {
            throw damaged();
        } catch (SekishoException e) {
            throw e.code() == ErrorCode.RECORD_DAMAGED ? damaged() : e;
        }
    }

    private static RecordKey key(RootKey root, Region region, UnitCipher cipher, SecureRandom random) {
        return new RecordKey(cipher, root.secret(), Owner.installation(region), "keys/head", 0, random);
    }

    private static SekishoException damaged() {
        return new SekishoException(ErrorCode.KEY_STORE_DAMAGED, "The head of the key store is damaged.");
    }
}

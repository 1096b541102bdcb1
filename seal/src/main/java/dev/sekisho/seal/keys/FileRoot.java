package dev.sekisho.seal.keys;

import dev.sekisho.kernel.scope.Region;
import dev.sekisho.seal.codec.Owner;
import dev.sekisho.seal.codec.RecordKey;
import dev.sekisho.seal.xts.UnitCipher;
import java.security.SecureRandom;

/**
 * The root in a file: a head is a record under the file's keys.
 *
 * @param root the file's keys
 * @param cipher the cipher
 * @param random for tweaks
 */
record FileRoot(RootKey root, UnitCipher cipher, SecureRandom random) implements RootKeys {
    @Override
    public byte[] id() {
        return root.id();
    }

    @Override
    public String description() {
        return "file";
    }

    @Override
    public byte[] wrap(Region region, int version, byte[] content) {
        return key(region).seal("head", version, content);
    }

    @Override
    public byte[] unwrap(Region region, int version, byte[] wrapped) {
        return key(region).open("head", version, wrapped);
    }

    private RecordKey key(Region region) {
        return new RecordKey(cipher, root.secret(), Owner.installation(region), "keys/head", 0, random);
    }
}

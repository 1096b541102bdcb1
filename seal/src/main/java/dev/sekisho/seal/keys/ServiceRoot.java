package dev.sekisho.seal.keys;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.seal.KeyService;
import dev.sekisho.seal.KeyService.EncryptionContext;
import dev.sekisho.seal.codec.Owner;
import dev.sekisho.seal.codec.RecordKey;
import dev.sekisho.seal.codec.Secret;
import dev.sekisho.seal.xts.UnitCipher;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The root in a key service. The service wraps a random pair of keys, and a head is a record under that pair:
 * {@code length 2 | wrapped pair | record}. So a service that answers with anything but the right pair is found out by the
 * record's tag, and never takes part in making a key.
 *
 * @param id the root's name, from the root file
 * @param service where the root is
 * @param cipher the cipher
 * @param random for fresh pairs
 */
record ServiceRoot(byte[] id, KeyService service, UnitCipher cipher, SecureRandom random) implements RootKeys {
    private static final int MAX_WRAPPED_BYTES = 8 << 10;

    @Override
    public byte[] id() {
        return id.clone();
    }

    @Override
    public String description() {
        return "key service " + service.name();
    }

    @Override
    public byte[] wrap(Region region, int version, byte[] content) {
        Secret pair = Secret.random(random);
        byte[] wrapped = service.wrap(context(region), pair.bytes());
        if (wrapped.length > MAX_WRAPPED_BYTES
                || !MessageDigest.isEqual(service.unwrap(context(region), wrapped), pair.bytes())) {
            throw new SekishoException(
                    ErrorCode.KEY_SERVICE_UNAVAILABLE,
                    "The key service " + service.name()
                            + " does not give back what it wrapped; nothing was changed. Check the key that keys.root.vault names.");
        }
        byte[] record = key(region, pair.bytes()).seal("head", version, content);
        return ByteBuffer.allocate(2 + wrapped.length + record.length)
                .putShort((short) wrapped.length)
                .put(wrapped)
                .put(record)
                .array();
    }

    @Override
    public byte[] unwrap(Region region, int version, byte[] stored) {
        int length = stored.length < 2 ? -1 : ByteBuffer.wrap(stored).getShort();
        if (length < 0 || length > MAX_WRAPPED_BYTES || length > stored.length - 2) {
            throw damaged();
        }
        byte[] pair = service.unwrap(context(region), Arrays.copyOfRange(stored, 2, 2 + length));
        return key(region, pair).open("head", version, Arrays.copyOfRange(stored, 2 + length, stored.length));
    }

    private EncryptionContext context(Region region) {
        return new EncryptionContext(region.name(), HexFormat.of().formatHex(id), "root");
    }

    private RecordKey key(Region region, byte[] pair) {
        return new RecordKey(cipher, KeyService.keys(pair), Owner.installation(region), "keys/head", 0, random);
    }

    private static SekishoException damaged() {
        return new SekishoException(ErrorCode.RECORD_DAMAGED, "The head's wrapping is not what was written.");
    }
}

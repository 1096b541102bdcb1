package dev.sekisho.seal.codec;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.seal.xts.CipherChoice;
import dev.sekisho.seal.xts.UnitCipher;
import java.security.SecureRandom;

/** Fixed keys and owners. */
final class Samples {
    static final UnitCipher CIPHER = CipherChoice.AUTO.open();
    static final SecureRandom RANDOM = new SecureRandom();
    static final Region REGION = new Region("jp-east");
    static final Owner OWNER = new Owner(REGION, new Id128(0x0102030405060708L, 0x090a0b0c0d0e0f10L));
    static final Owner OTHER_CUSTOMER = new Owner(REGION, new Id128(0x0102030405060708L, 0x090a0b0c0d0e0f11L));
    static final Owner OTHER_REGION = new Owner(new Region("jp-west"), OWNER.id());
    static final Secret SECRET = secret(0);

    private Samples() {}

    static Secret secret(int first) {
        byte[] bytes = new byte[Secret.BYTES];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (first + i);
        }
        return Secret.of(bytes);
    }

    static RecordKey recordKey(Owner owner, String table, int epoch) {
        return new RecordKey(CIPHER, SECRET, owner, table, epoch, RANDOM);
    }

    static byte[] content(int length) {
        byte[] content = new byte[length];
        for (int i = 0; i < length; i++) {
            content[i] = (byte) (i * 31 + length);
        }
        return content;
    }
}

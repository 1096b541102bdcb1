package dev.sekisho.seal.backup;

import dev.sekisho.kernel.scope.Region;
import dev.sekisho.seal.codec.Info;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The MAC of a region's backup sets under one key. */
public final class RegionMac implements BackupMac {
    /** Bytes of a key. */
    public static final int KEY_BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";
    private final Region region;
    private final int version;
    private final SecretKeySpec key;

    /**
     * The MAC under a key.
     *
     * @param key 32 random bytes, which are copied
     */
    public RegionMac(Region region, int version, byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("a key has " + KEY_BYTES + " bytes, not " + key.length);
        }
        this.region = region;
        this.version = version;
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    @Override
    public int version() {
        return version;
    }

    @Override
    public Tagger tagger(String context) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(Info.of("sekisho/1 backup")
                    .text(region.name())
                    .text(context)
                    .bytes());
            return new Running(mac);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK offers no " + ALGORITHM, e);
        }
    }

    private static final class Running implements Tagger {
        private final Mac mac;
        private boolean given;

        private Running(Mac mac) {
            this.mac = mac;
        }

        @Override
        public void update(byte[] bytes, int offset, int length) {
            requireNotGiven();
            mac.update(bytes, offset, length);
        }

        @Override
        public byte[] tag() {
            requireNotGiven();
            given = true;
            return mac.doFinal();
        }

        private void requireNotGiven() {
            if (given) {
                throw new IllegalStateException("the tag was given; an object takes a tagger of its own");
            }
        }
    }

    /** Says nothing about the key. */
    @Override
    public String toString() {
        return "backup MAC " + version + " of " + region;
    }
}

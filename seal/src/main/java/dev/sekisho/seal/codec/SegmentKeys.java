package dev.sekisho.seal.codec;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.seal.xts.UnitCipher;
import java.time.LocalDate;

/**
 * The keys of one segment: encryption = HKDF(EK of the day, segment, salt); tags and root = HKDF(MK of the day, segment) without
 * the salt, so that a verifier needs no salt and an opener needs one.
 *
 * @param owner whose segment
 * @param id its identifier
 * @param day the UTC day of its events
 * @param epoch the number of the day's keys
 * @param secret the day's keys
 */
public record SegmentKeys(Owner owner, Id128 id, LocalDate day, int epoch, Secret secret) {
    /** Bytes of a salt. */
    public static final int SALT_BYTES = 32;

    byte[] unitKey(byte[] salt) {
        return secret.saltedEncryptionKey(salt, info("sekisho/1 segment xts"), UnitCipher.KEY_BYTES);
    }

    UnitTags tags() {
        return new UnitTags(secret.macKey(info("sekisho/1 segment tags"), 32));
    }

    /** The HMAC over context, header and all tags; 32 bytes. */
    byte[] root(SegmentTrailer trailer, byte[] tags) {
        MacKey mac = new MacKey(secret.macKey(info("sekisho/1 segment root"), 32));
        byte[] context = owner.info("sekisho/1 segment")
                .part(id.bytes())
                .number(day.toEpochDay())
                .part(trailer.header())
                .bytes();
        return mac.tag(context, tags, 0, tags.length);
    }

    private Info info(String purpose) {
        return Info.of(purpose).part(id.bytes());
    }
}

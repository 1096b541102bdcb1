package dev.sekisho.seal;

import dev.sekisho.seal.codec.Hkdf;
import dev.sekisho.seal.codec.Info;
import dev.sekisho.seal.codec.Secret;

/**
 * A service elsewhere that wraps and unwraps secrets under a key that never leaves it: the region's (its root), or a customer's
 * own (its second wrap). What comes back from it is believed only after a check of our own, so a service that lies is a service
 * that is away.
 */
public interface KeyService {
    /** The service's name in the configuration: for errors and health; no address and no secret. */
    String name();

    /**
     * Wraps a secret under the newest version of the key.
     *
     * @param secret at most 64 bytes
     * @return what {@link #unwrap} takes, at most 8 KiB
     * @throws dev.sekisho.kernel.error.SekishoException {@code KEY_SERVICE_UNAVAILABLE}
     */
    byte[] wrap(EncryptionContext context, byte[] secret);

    /**
     * Unwraps what was wrapped in the same context.
     *
     * @throws dev.sekisho.kernel.error.SekishoException {@code KEY_SERVICE_UNAVAILABLE} if it does not answer, or refuses
     */
    byte[] unwrap(EncryptionContext context, byte[] wrapped);

    /**
     * The keys that a wrapped secret stands for. Both halves come from all of its bytes, so that the tag under them finds out a
     * service that gives back anything else.
     */
    static Secret keys(byte[] secret) {
        return Secret.of(Hkdf.expand(secret, Info.of("sekisho/1 wrapped"), Secret.BYTES));
    }

    /**
     * What a wrapped secret is for: bound into it where the service can, and in the service's own log.
     *
     * @param region the region's name
     * @param handle whose it is: 32 hexadecimal digits that say nothing to others; never a customer's identifier
     * @param purpose {@code root} or {@code customer}
     */
    record EncryptionContext(String region, String handle, String purpose) {
        /** As bytes: parts with their lengths, so that no two contexts are the same bytes. */
        public byte[] bytes() {
            return Info.of("sekisho/1 key service")
                    .text(region)
                    .text(handle)
                    .text(purpose)
                    .bytes();
        }
    }
}

package dev.sekisho.seal;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;

/**
 * A key service that the key store names and the configuration does not: its customer stays closed, and nobody else is touched.
 *
 * @param name what it is called
 */
record MissingService(String name) implements KeyService {
    @Override
    public byte[] wrap(EncryptionContext context, byte[] secret) {
        throw unavailable();
    }

    @Override
    public byte[] unwrap(EncryptionContext context, byte[] wrapped) {
        throw unavailable();
    }

    private SekishoException unavailable() {
        return new SekishoException(ErrorCode.KEY_SERVICE_UNAVAILABLE, text(name));
    }

    /** That an operator named a service that there is none of. */
    static SekishoException missing(String service) {
        return new SekishoException(ErrorCode.CONFIG_INVALID, text(service));
    }

    private static String text(String service) {
        return "There is no key service called \"" + service + "\"; add it to keys.customerServices.";
    }
}

package dev.sekisho.seal.xts;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.util.List;
import java.util.Optional;

/** Which implementation of AES-256-XTS a process uses. */
public enum CipherChoice {
    /** The JDK's for small units, the native one for large units where it loads, the JDK's where it does not. */
    AUTO,
    /** The JDK's alone. */
    JDK_ONLY,
    /** Refuses to start where the native one does not load. */
    NATIVE_REQUIRED;

    /**
     * The chosen implementation, after the self test of everything it is made of.
     *
     * @throws SekishoException {@code SELF_TEST_FAILED}
     */
    public UnitCipher open() {
        JdkXts jdk = new JdkXts();
        Optional<AccpXts> nativeXts = this == JDK_ONLY ? Optional.empty() : AccpXts.load();
        if (nativeXts.isEmpty()) {
            if (this == NATIVE_REQUIRED) {
                throw new SekishoException(
                        ErrorCode.SELF_TEST_FAILED,
                        "The native cipher was required and does not load; allow it native access or choose another cipher.");
            }
            SelfTest.run(List.of(jdk));
            return jdk;
        }
        SizedXts both = new SizedXts(jdk, nativeXts.get());
        SelfTest.run(List.of(jdk, nativeXts.get(), both));
        return both;
    }
}

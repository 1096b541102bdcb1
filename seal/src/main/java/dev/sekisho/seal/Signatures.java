package dev.sekisho.seal;

import dev.sekisho.kernel.scope.Region;
import dev.sekisho.seal.codec.Info;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;

/** What a signature of an installation is over, for verifiers that hold the public key alone (docs/formats.md). */
public final class Signatures {
    private Signatures() {}

    /** The bytes that are signed: purpose, region and message, each with its length before it. */
    static byte[] message(Region region, String purpose, byte[] message) {
        return Info.of("sekisho/1 signature")
                .text(region.name())
                .text(purpose)
                .part(message)
                .bytes();
    }

    /** Whether the installation with this public key, in this region, signed the message for this purpose. */
    public static boolean verify(PublicKey key, Region region, String purpose, byte[] message, byte[] signature) {
        try {
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(key);
            check.update(message(region, purpose, message));
            return check.verify(signature);
        } catch (GeneralSecurityException notOurs) {
            return false;
        }
    }
}

package dev.sekisho.seal.backup;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.seal.Signatures;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;

/**
 * What a verifier of backup sets holds: the MAC key and the public half of the key that signs manifests, and nothing that opens a
 * byte. Its file: {@code magic 4 | version 1 | region's name length 1 | name | key version 4 | MAC key 32 | public key length 2 |
 * public key (X.509) | check 16}, the check being the start of SHA-256 over the rest.
 */
public final class BackupVerifierKey implements BackupMac {
    private static final int MAGIC = 0x53_4B_56_4B; // "SKVK"
    private static final byte VERSION = 1;
    private static final int CHECK_BYTES = 16;
    private static final int MAX_BYTES = 1024;
    private final Region region;
    private final RegionMac mac;
    private final PublicKey publicKey;

    private BackupVerifierKey(Region region, RegionMac mac, PublicKey publicKey) {
        this.region = region;
        this.mac = mac;
        this.publicKey = publicKey;
    }

    /** The file of a verifier. */
    public static byte[] write(Region region, int version, byte[] macKey, PublicKey publicKey) {
        byte[] name = region.name().getBytes(StandardCharsets.US_ASCII);
        byte[] open = publicKey.getEncoded();
        byte[] file = ByteBuffer.allocate(4 + 1 + 1 + name.length + 4 + macKey.length + 2 + open.length + CHECK_BYTES)
                .putInt(MAGIC)
                .put(VERSION)
                .put((byte) name.length)
                .put(name)
                .putInt(version)
                .put(macKey)
                .putShort((short) open.length)
                .put(open)
                .array();
        int checked = file.length - CHECK_BYTES;
        System.arraycopy(check(file), 0, file, checked, CHECK_BYTES);
        return file;
    }

    /**
     * Reads the file of a verifier.
     *
     * @throws SekishoException {@code INVALID_INPUT} if it is none, or damaged
     */
    public static BackupVerifierKey read(byte[] file) {
        try {
            ByteBuffer in = ByteBuffer.wrap(file);
            boolean ours = in.getInt() == MAGIC;
            if (!ours || in.get() != VERSION || file.length > MAX_BYTES || file.length < CHECK_BYTES) {
                throw damaged();
            }
            int checked = file.length - CHECK_BYTES;
            if (!MessageDigest.isEqual(check(file), Arrays.copyOfRange(file, checked, file.length))) {
                throw damaged();
            }
            in.limit(checked);
            Region region = new Region(new String(bytes(in, in.get()), StandardCharsets.US_ASCII));
            int version = in.getInt();
            byte[] macKey = bytes(in, RegionMac.KEY_BYTES);
            byte[] open = bytes(in, in.getShort());
            if (in.hasRemaining()) {
                throw damaged();
            }
            PublicKey key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(open));
            return new BackupVerifierKey(region, new RegionMac(region, version, macKey), key);
        } catch (BufferUnderflowException | IllegalArgumentException | GeneralSecurityException e) {
            throw damaged();
        }
    }

    private static byte[] bytes(ByteBuffer in, int length) {
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static byte[] check(byte[] file) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(file, 0, file.length - CHECK_BYTES);
            return Arrays.copyOf(digest.digest(), CHECK_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK offers no SHA-256", e);
        }
    }

    /** Whose sets it checks. */
    public Region region() {
        return region;
    }

    @Override
    public int version() {
        return mac.version();
    }

    @Override
    public Tagger tagger(String context) {
        return mac.tagger(context);
    }

    /** The public half of the installation's signing key. */
    public PublicKey publicKey() {
        return publicKey;
    }

    /** Checks a signature of the installation, for example over a manifest. */
    public boolean signed(String purpose, byte[] message, byte[] signature) {
        return Signatures.verify(publicKey, region, purpose, message, signature);
    }

    private static SekishoException damaged() {
        return new SekishoException(
                ErrorCode.INVALID_INPUT,
                "The file is no verifier's key of backup sets, or is damaged; export it again from the installation.");
    }

    /** Says nothing about the key. */
    @Override
    public String toString() {
        return "verifier of " + mac;
    }
}

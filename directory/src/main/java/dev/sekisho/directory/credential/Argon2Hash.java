package dev.sekisho.directory.credential;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Password hashes: Argon2id (RFC 9106) with 19 MiB, two passes and one lane, as OWASP's password storage cheat sheet asks for, in
 * the PHC string form. At most four are computed at a time, so that sign-ins cannot use the memory up.
 */
public final class Argon2Hash {
    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int AT_A_TIME = 4;
    private static final int WAIT_SECONDS = 5;
    private static final Pattern FORM =
            Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=(\\d{1,2})\\$([^$]+)\\$([^$]+)");

    private final SecureRandom random;
    private final Semaphore permits = new Semaphore(AT_A_TIME);
    private final String decoy;

    /** Salts come from {@code random}. */
    public Argon2Hash(SecureRandom random) {
        this.random = random;
        byte[] unknown = new byte[HASH_BYTES];
        random.nextBytes(unknown);
        this.decoy = hash(Base64.getEncoder().encodeToString(unknown).toCharArray());
    }

    /** Hashes a password. */
    public String hash(char[] password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        byte[] hash = compute(password, salt, MEMORY_KIB, PASSES, LANES, HASH_BYTES);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=" + LANES + "$" + base64.encodeToString(salt)
                + "$" + base64.encodeToString(hash);
    }

    /**
     * Whether the password is the one that was hashed. Without a hash it takes as long as with one, and the answer is no.
     *
     * @throws SekishoException {@code TOO_MANY_REQUESTS} if too many others are being checked
     */
    public boolean verify(Optional<String> stored, char[] password) {
        Matcher matcher = FORM.matcher(stored.orElse(decoy));
        if (!matcher.matches()) {
            throw new SekishoException(ErrorCode.RECORD_DAMAGED, "A stored password hash has an unknown form.");
        }
        Base64.Decoder base64 = Base64.getDecoder();
        byte[] expected = base64.decode(matcher.group(5));
        byte[] hash = compute(
                password,
                base64.decode(matcher.group(4)),
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)),
                expected.length);
        boolean same = MessageDigest.isEqual(expected, hash);
        return same && stored.isPresent();
    }

    private byte[] compute(char[] password, byte[] salt, int memory, int passes, int lanes, int length) {
        byte[] bytes = utf8(password);
        acquire();
        try {
            Argon2BytesGenerator generator = new Argon2BytesGenerator();
            generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                    .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                    .withMemoryAsKB(memory)
                    .withIterations(passes)
                    .withParallelism(lanes)
                    .withSalt(salt)
                    .build());
            byte[] hash = new byte[length];
            generator.generateBytes(bytes, hash);
            return hash;
        } finally {
            permits.release();
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private void acquire() {
        try {
            if (permits.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new SekishoException(
                ErrorCode.TOO_MANY_REQUESTS, "Too many people are signing in right now; try again in a few seconds.");
    }

    private static byte[] utf8(char[] password) {
        java.nio.ByteBuffer buffer = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        Arrays.fill(buffer.array(), (byte) 0);
        return bytes;
    }
}

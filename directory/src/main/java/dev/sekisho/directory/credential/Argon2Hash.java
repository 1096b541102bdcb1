package dev.sekisho.directory.credential;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.CustomerId;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Password hashes: Argon2id (RFC 9106) with 19 MiB, two passes and one lane, as OWASP's password storage cheat sheet asks for, in
 * the PHC string form. They are computed in {@link HashLanes}, so that sign-ins use up neither memory nor cores.
 */
public final class Argon2Hash {
    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final Pattern FORM =
            Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=(\\d{1,2})\\$([^$]+)\\$([^$]+)");

    private final SecureRandom random;
    private final HashLanes lanes;
    private final String decoy;

    /** Salts come from {@code random}. */
    public Argon2Hash(SecureRandom random) {
        this(random, HashLanes.ofThisMachine());
    }

    Argon2Hash(SecureRandom random, HashLanes lanes) {
        this.random = random;
        this.lanes = lanes;
        byte[] unknown = new byte[HASH_BYTES];
        random.nextBytes(unknown);
        this.decoy = hash(Base64.getEncoder().encodeToString(unknown).toCharArray());
    }

    /** Hashes a password. */
    public String hash(char[] password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        byte[] hash = compute(lanes::ofConsole, password, salt, new Cost(MEMORY_KIB, PASSES, LANES, HASH_BYTES));
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=" + LANES + "$" + base64.encodeToString(salt)
                + "$" + base64.encodeToString(hash);
    }

    /**
     * Whether the password is the one that was hashed, for the console. Without a hash it takes as long as with one, and the
     * answer is no.
     *
     * @throws SekishoException {@code TOO_MANY_REQUESTS} if too many others are being checked
     */
    public boolean verify(Optional<String> stored, char[] password) {
        return verify(lanes::ofConsole, stored, password);
    }

    /** As {@link #verify(Optional, char[])}, for the proxy of a customer. */
    public boolean verify(CustomerId customer, Optional<String> stored, char[] password) {
        return verify(work -> lanes.ofCustomer(customer, work), stored, password);
    }

    private boolean verify(Function<Callable<byte[]>, byte[]> lane, Optional<String> stored, char[] password) {
        Matcher matcher = FORM.matcher(stored.orElse(decoy));
        if (!matcher.matches()) {
            throw new SekishoException(ErrorCode.RECORD_DAMAGED, "A stored password hash has an unknown form.");
        }
        Base64.Decoder base64 = Base64.getDecoder();
        byte[] expected = base64.decode(matcher.group(5));
        Cost cost = new Cost(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)),
                expected.length);
        byte[] hash = compute(lane, password, base64.decode(matcher.group(4)), cost);
        boolean same = MessageDigest.isEqual(expected, hash);
        return same && stored.isPresent();
    }

    private static byte[] compute(Function<Callable<byte[]>, byte[]> lane, char[] password, byte[] salt, Cost cost) {
        byte[] bytes = utf8(password);
        try {
            return lane.apply(() -> compute(bytes, salt, cost));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static byte[] compute(byte[] password, byte[] salt, Cost cost) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memoryKib())
                .withIterations(cost.passes())
                .withParallelism(cost.lanes())
                .withSalt(salt)
                .build());
        byte[] hash = new byte[cost.length()];
        generator.generateBytes(password, hash);
        return hash;
    }

    private static byte[] utf8(char[] password) {
        java.nio.ByteBuffer buffer = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        Arrays.fill(buffer.array(), (byte) 0);
        return bytes;
    }

    private record Cost(int memoryKib, int passes, int lanes, int length) {}
}

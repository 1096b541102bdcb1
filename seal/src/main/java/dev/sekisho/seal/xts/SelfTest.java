package dev.sekisho.seal.xts;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;

/**
 * The test that every start passes or does not survive: the published vectors (IEEE 1619-2007 Annex B 10 to 14, a selection of
 * NIST CAVP, ciphertext stealing by OpenSSL) on each implementation, then the implementations against each other on random keys
 * and lengths. A wrong answer refuses the start: data sealed by a wrong cipher would be lost, or open to all.
 */
public final class SelfTest {
    private static final List<String> SOURCES = List.of("ieee1619.txt", "cavp.txt", "stealing.txt");
    private static final int COMPARISONS = 200;
    private static final int MAX_COMPARED_BYTES = 9000;

    private SelfTest() {}

    /**
     * Tests the given implementations; the first is the one that the others are compared with.
     *
     * @throws SekishoException {@code SELF_TEST_FAILED}
     */
    public static void run(List<? extends UnitCipher> ciphers) {
        for (String source : SOURCES) {
            List<KnownAnswer> answers = KnownAnswer.read(source);
            if (answers.isEmpty()) {
                throw failed("the vectors of " + source + " are missing");
            }
            for (UnitCipher cipher : ciphers) {
                answers.forEach(answer -> check(cipher, answer));
            }
        }
        for (UnitCipher cipher : ciphers) {
            checkRefusals(cipher);
        }
        SecureRandom random = new SecureRandom();
        for (UnitCipher other : ciphers.subList(1, ciphers.size())) {
            compare(ciphers.getFirst(), other, random);
        }
    }

    private static void check(UnitCipher cipher, KnownAnswer answer) {
        byte[] out = new byte[answer.plain().length];
        UnitKey key = key(cipher, answer.key());
        try {
            key.encrypt(answer.tweak(), answer.plain(), 0, out.length, out, 0);
            boolean sealed = Arrays.equals(out, answer.sealed());
            key.decrypt(answer.tweak(), answer.sealed(), 0, out.length, out, 0);
            if (sealed && Arrays.equals(out, answer.plain())) {
                return;
            }
        } catch (RuntimeException e) {
            throw new SekishoException(
                    ErrorCode.SELF_TEST_FAILED, text(cipher.name() + " broke at " + answer.name()), e);
        }
        throw failed(cipher.name() + " gave a wrong answer to " + answer.name());
    }

    private static void checkRefusals(UnitCipher cipher) {
        byte[] equalHalves = new byte[UnitCipher.KEY_BYTES];
        if (accepts(() -> cipher.key(equalHalves))) {
            throw failed(cipher.name() + " took a key with equal halves");
        }
        byte[] good = new byte[UnitCipher.KEY_BYTES];
        good[0] = 1;
        byte[] small = new byte[UnitCipher.MIN_UNIT_BYTES - 1];
        byte[] tweak = new byte[UnitCipher.TWEAK_BYTES];
        UnitKey key = key(cipher, good);
        if (accepts(() -> key.encrypt(tweak, small, 0, small.length, small, 0))) {
            throw failed(cipher.name() + " took a unit of less than a block");
        }
    }

    private static boolean accepts(Runnable action) {
        try {
            action.run();
            return true;
        } catch (IllegalArgumentException refused) {
            return false;
        }
    }

    private static void compare(UnitCipher one, UnitCipher other, SecureRandom random) {
        byte[] keyBytes = new byte[UnitCipher.KEY_BYTES];
        byte[] tweak = new byte[UnitCipher.TWEAK_BYTES];
        for (int i = 0; i < COMPARISONS; i++) {
            random.nextBytes(keyBytes);
            random.nextBytes(tweak);
            int length = random.nextInt(UnitCipher.MIN_UNIT_BYTES, MAX_COMPARED_BYTES);
            byte[] plain = new byte[length];
            random.nextBytes(plain);
            byte[] left = new byte[length];
            byte[] right = new byte[length];
            key(one, keyBytes).encrypt(tweak, plain, 0, length, left, 0);
            key(other, keyBytes).encrypt(tweak, plain, 0, length, right, 0);
            boolean same = Arrays.equals(left, right);
            key(other, keyBytes).decrypt(tweak, left, 0, length, right, 0);
            if (!same || !Arrays.equals(plain, right)) {
                throw failed(one.name() + " and " + other.name() + " differ at " + length + " bytes");
            }
        }
    }

    private static UnitKey key(UnitCipher cipher, byte[] key) {
        try {
            return cipher.key(key);
        } catch (RuntimeException e) {
            throw new SekishoException(ErrorCode.SELF_TEST_FAILED, text(cipher.name() + " refused a good key"), e);
        }
    }

    private static SekishoException failed(String what) {
        return new SekishoException(ErrorCode.SELF_TEST_FAILED, text(what));
    }

    private static String text(String what) {
        return "The cipher's self test failed: " + what
                + ". Nothing is sealed or opened; check the machine's memory and processor, and the installed release.";
    }
}

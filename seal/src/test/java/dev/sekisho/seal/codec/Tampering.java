package dev.sekisho.seal.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a hostile store can do to sealed bytes. */
final class Tampering {
    private Tampering() {}

    /** Opens something, or throws. */
    interface Opening {
        byte[] open(byte[] sealed) throws Exception;
    }

    /** Which of the attempts were not refused, by name. */
    static List<String> accepted(byte[] sealed, Opening opening) {
        List<String> accepted = new ArrayList<>();
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            attempt("bit " + bit, changed, opening, accepted);
        }
        for (int length = 0; length < sealed.length; length++) {
            attempt("cut to " + length, Arrays.copyOf(sealed, length), opening, accepted);
        }
        attempt("one byte longer", Arrays.copyOf(sealed, sealed.length + 1), opening, accepted);
        attempt("sixteen bytes longer", Arrays.copyOf(sealed, sealed.length + 16), opening, accepted);
        attempt("twice", twice(sealed), opening, accepted);
        return accepted;
    }

    /** Whether something was refused as damaged. */
    static boolean refused(Runnable opening) {
        try {
            opening.run();
            return false;
        } catch (dev.sekisho.kernel.error.SekishoException damaged) {
            return true;
        }
    }

    private static void attempt(String name, byte[] changed, Opening opening, List<String> accepted) {
        try {
            opening.open(changed);
            accepted.add(name);
        } catch (dev.sekisho.kernel.error.SekishoException refused) {
            // As it should be; anything else that is thrown fails the test.
        } catch (Exception e) {
            throw new AssertionError("not a refusal: " + name, e);
        }
    }

    private static byte[] twice(byte[] sealed) {
        byte[] doubled = Arrays.copyOf(sealed, sealed.length * 2);
        System.arraycopy(sealed, 0, doubled, sealed.length, sealed.length);
        return doubled;
    }
}

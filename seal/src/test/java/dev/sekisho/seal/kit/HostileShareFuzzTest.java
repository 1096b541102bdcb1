package dev.sekisho.seal.kit;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.kernel.error.SekishoException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** Whatever is typed as a share: refused, or one that prints and reads the same. */
class HostileShareFuzzTest {
    @FuzzTest
    void aHostilePageIsRefusedOrReadsTheSameAgain(byte[] bytes) {
        parse(new String(bytes, StandardCharsets.UTF_8));
    }

    @FuzzTest
    void hostileBytesInGoodLinesAreRefusedOrReadTheSameAgain(byte[] bytes) {
        if (bytes.length > 0 && bytes.length <= 99 * 15) {
            parse(ShareLines.print(bytes));
        }
    }

    private static void parse(String text) {
        Share share;
        try {
            share = RecoveryKit.parse(text);
        } catch (SekishoException refused) {
            return;
        }
        Share again = RecoveryKit.parse(RecoveryKit.print(share, Locale.JAPANESE));
        if (!Arrays.equals(ShareCodec.encode(share), ShareCodec.encode(again))) {
            throw new AssertionError("one share, two readings");
        }
    }
}

package dev.sekisho.policy.category;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SipHash-2-4 against the test vectors of its authors (vectors.h of the reference implementation), and the walk over names. */
class SipKeyTest {
    private static final SipKey KEY = SipKey.of(HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f"));

    @ParameterizedTest
    @CsvSource({
        "0, 310e0edd47db6f72",
        "1, fd67dc93c539f874",
        "2, 5a4fa9d909806c0d",
        "7, 37d1018bf50002ab",
        "8, 6224939a79f5f593",
        "9, b0e4a90bdf82009e",
        "15, e545be4961ca29a1",
        "16, db9bc2577fcc2a3f",
        "63, 724506eb4c328a95",
    })
    void theHashIsThatOfTheReference(int length, String little) {
        byte[] input = new byte[length];
        for (int i = 0; i < length; i++) {
            input[i] = (byte) i;
        }
        long expected = ByteBuffer.wrap(HexFormat.of().parseHex(little))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();

        assertThat(KEY.hash(input, 0, length)).isEqualTo(expected);
    }

    @Property
    void oneWalkYieldsTheHashOfEverySuffix(
            @ForAll @Size(min = 1, max = 6) List<@AlphaChars @StringLength(min = 1, max = 20) String> labels) {
        // Given
        String host = String.join(".", labels);

        // When
        List<Long> walked = new ArrayList<>();
        SuffixWalk walk = new SuffixWalk(KEY, host);
        while (walk.next()) {
            walked.add(walk.hash());
        }

        // Then
        List<Long> expected = new ArrayList<>();
        for (int i = labels.size() - 1; i >= 0; i--) {
            byte[] reversed = new StringBuilder(String.join(".", labels.subList(i, labels.size())))
                    .reverse()
                    .toString()
                    .getBytes(StandardCharsets.US_ASCII);
            expected.add(KEY.hash(reversed, 0, reversed.length));
        }
        assertThat(walked).isEqualTo(expected);
    }
}

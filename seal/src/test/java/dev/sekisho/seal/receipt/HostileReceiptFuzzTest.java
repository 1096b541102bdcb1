package dev.sekisho.seal.receipt;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.kernel.error.SekishoException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Whatever bytes are handed in as receipts: refused, or read as something that reads the same when it is written. */
class HostileReceiptFuzzTest {
    @FuzzTest
    void aHostileFileIsRefusedOrReadsTheSameAgain(byte[] bytes) {
        ReceiptFile file;
        try {
            file = ReceiptFile.read(new ByteArrayInputStream(bytes));
        } catch (SekishoException refused) {
            return;
        }
        ByteArrayOutputStream once = new ByteArrayOutputStream();
        file.write(once);
        ByteArrayOutputStream twice = new ByteArrayOutputStream();
        ReceiptFile.read(new ByteArrayInputStream(once.toByteArray())).write(twice);
        if (!Arrays.equals(once.toByteArray(), twice.toByteArray())) {
            throw new AssertionError("one file, two readings");
        }
        new ReceiptVerifier(file.key()).verify(file);
    }

    @FuzzTest
    void aHostileKeyIsRefusedOrIsOne(byte[] bytes) {
        try {
            VerificationKey key =
                    VerificationKey.parse(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1));
            if (!VerificationKey.parse(key.pem()).equals(key)) {
                throw new AssertionError("one key, two readings");
            }
        } catch (SekishoException refused) {
            return;
        }
    }
}

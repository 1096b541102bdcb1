package dev.sekisho.records;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.kernel.error.SekishoException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** Whatever a copy brings back: a row that is read is the only row with these bytes, and anything else is refused. */
class HostileRowFuzzTest {
    @FuzzTest
    void hostileBytesAreRefusedOrAreExactlyWhatIsWritten(byte[] bytes) throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        int from = 0;
        try {
            while (true) {
                Optional<Row> row = RowCodec.read(in);
                if (row.isEmpty()) {
                    return;
                }
                int to = bytes.length - in.available();
                if (!Arrays.equals(RowCodec.write(row.get()), 0, to - from, bytes, from, to)) {
                    throw new AssertionError("a row has two forms");
                }
                from = to;
            }
        } catch (SekishoException refused) {
            // As it should be.
        }
    }
}

package dev.sekisho.seal.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.seal.ArraySource;
import java.time.LocalDate;

/** Whatever bytes a store hands back: an opener answers with a refusal, never with content, another error or no end. */
class HostileBytesFuzzTest {
    private static final RecordKey RECORD = Samples.recordKey(Samples.OWNER, "policy", 1);
    private static final FrameKey FRAME = new FrameKey(Samples.CIPHER, Samples.SECRET, Samples.OWNER, new Id128(1, 2));
    private static final SegmentKeys SEGMENT =
            new SegmentKeys(Samples.OWNER, new Id128(1, 2), LocalDate.EPOCH, 1, Samples.SECRET);

    @FuzzTest
    void aHostileRecordIsRefused(byte[] bytes) {
        refused(() -> RECORD.open("p", 1, bytes));
    }

    @FuzzTest
    void aHostileFrameIsRefused(byte[] bytes) {
        refused(() -> FRAME.open(1, bytes));
    }

    @FuzzTest
    void aHostileSegmentIsRefused(byte[] bytes) {
        refused(() -> SegmentFile.read(new ArraySource(bytes)).verify(SEGMENT));
    }

    private static void refused(Runnable opening) {
        try {
            opening.run();
        } catch (SekishoException expected) {
            return;
        }
        throw new AssertionError("hostile bytes were opened");
    }
}

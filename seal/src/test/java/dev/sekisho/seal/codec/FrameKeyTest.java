package dev.sekisho.seal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class FrameKeyTest {
    private static final Id128 LOG = new Id128(7, 8);
    private final FrameKey key = frameKey(Samples.OWNER, LOG);

    private static FrameKey frameKey(Owner owner, Id128 log) {
        return new FrameKey(Samples.CIPHER, Samples.SECRET, owner, log);
    }

    @Property(tries = 300)
    void aFrameOpensUnderItsNumberAndNoOther(
            @ForAll @Size(max = 5000) byte[] plain,
            @ForAll @LongRange(min = 0) long number,
            @ForAll @LongRange(min = 0) long other) {
        byte[] sealed = key.seal(number, plain, 0, plain.length);
        assertThat(key.open(number, sealed)).isEqualTo(plain);
        if (other != number) {
            refused(() -> key.open(other, sealed));
        }
    }

    @Test
    void aStretchOfAnArrayIsSealedAlone() {
        byte[] buffer = Samples.content(100);
        byte[] opened = key.open(9, key.seal(9, buffer, 10, 20));
        assertThat(opened).isEqualTo(java.util.Arrays.copyOfRange(buffer, 10, 30));
        assertThatThrownBy(() -> key.seal(1, buffer, 90, 11)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> key.seal(-1, buffer, 0, 11)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyFlippedBitAndEveryCutIsRefused() {
        byte[] sealed = key.seal(4, Samples.content(90), 0, 90);
        assertThat(Tampering.accepted(sealed, changed -> key.open(4, changed))).isEmpty();
    }

    @Test
    void aFrameOfAnotherLogCustomerOrRegionIsRefused() {
        byte[] sealed = key.seal(4, Samples.content(90), 0, 90);
        refused(() -> frameKey(Samples.OWNER, new Id128(7, 9)).open(4, sealed));
        refused(() -> frameKey(Samples.OTHER_CUSTOMER, LOG).open(4, sealed));
        refused(() -> frameKey(Samples.OTHER_REGION, LOG).open(4, sealed));
        assertThat(frameKey(Samples.OWNER, LOG).open(4, sealed)).hasSize(90);
    }

    private static void refused(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LOG_DAMAGED));
    }
}

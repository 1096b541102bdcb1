package dev.sekisho.seal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.seal.xts.UnitCipher;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RecordKeyTest {
    private final RecordKey key = Samples.recordKey(Samples.OWNER, "policy", 5);

    @Test
    void everyLengthUpToTwoThousandOpensAgainInItsBucket() {
        for (int length = 0; length <= 2000; length++) {
            // Given
            byte[] plain = Samples.content(length);
            // When
            byte[] sealed = key.seal("p1", 1, plain);
            // Then
            assertThat(key.open("p1", 1, sealed)).isEqualTo(plain);
            int unit = sealed.length - 37;
            assertThat(unit).isGreaterThanOrEqualTo(length + 4).isLessThan(length + 4 + (length + 4 <= 256 ? 16 : 64));
            assertThat(unit % 16).isZero();
            assertThat(sealed.length).isEqualTo(RecordKey.sealedBytes(length));
        }
    }

    @Property(tries = 300)
    void whatWasSealedOpensUnderTheSameContextAndNoOther(
            @ForAll @Size(max = 3000) byte[] plain, @ForAll String id, @ForAll long version, @ForAll String otherId) {
        byte[] sealed = key.seal(id, version, plain);
        assertThat(key.open(id, version, sealed)).isEqualTo(plain);
        // UTF-8 has one spelling for all lone surrogates, so ids that differ only in those are the same id.
        if (!Arrays.equals(id.getBytes(StandardCharsets.UTF_8), otherId.getBytes(StandardCharsets.UTF_8))) {
            refused(() -> key.open(otherId, version, sealed));
        }
        refused(() -> key.open(id, version + 1, sealed));
    }

    @Test
    void everyFlippedBitAndEveryCutIsRefused() {
        byte[] sealed = key.seal("p1", 1, Samples.content(50));
        assertThat(Tampering.accepted(sealed, changed -> key.open("p1", 1, changed)))
                .isEmpty();
    }

    @Test
    void withoutTheTagTheSameTamperingWouldPass() {
        // Given: the negative control, a reader that trusts XTS alone
        byte[] sealed = key.seal("p1", 1, Samples.content(50));
        Tampering.Opening trusting = changed -> {
            if (changed.length != sealed.length) {
                throw new SekishoException(ErrorCode.RECORD_DAMAGED, "length");
            }
            byte[] unit = Arrays.copyOfRange(changed, 21, changed.length - 16);
            byte[] xts = Samples.SECRET.encryptionKey(
                    Info.of("sekisho/1 record xts").text("policy").number(5), UnitCipher.KEY_BYTES);
            Samples.CIPHER.key(xts).decrypt(Arrays.copyOfRange(changed, 5, 21), unit, 0, unit.length, unit, 0);
            return unit;
        };
        // When
        List<String> accepted = Tampering.accepted(sealed, trusting);
        // Then
        assertThat(accepted).hasSize(sealed.length * 8);
    }

    @Test
    void aRecordMovedElsewhereIsRefused() {
        byte[] sealed = key.seal("p1", 1, Samples.content(20));
        refused(() -> key.open("p2", 1, sealed));
        refused(() -> key.open("p1", 2, sealed));
        refused(() -> key.open("p1", 0, sealed));
        refused(() -> Samples.recordKey(Samples.OWNER, "policies", 5).open("p1", 1, sealed));
        refused(() -> Samples.recordKey(Samples.OWNER, "policy", 6).open("p1", 1, sealed));
        refused(() -> Samples.recordKey(Samples.OTHER_CUSTOMER, "policy", 5).open("p1", 1, sealed));
        refused(() -> Samples.recordKey(Samples.OTHER_REGION, "policy", 5).open("p1", 1, sealed));
        assertThat(Samples.recordKey(Samples.OWNER, "policy", 5).open("p1", 1, sealed))
                .isNotEmpty();
    }

    @Test
    void contextsThatReadTheSameWhenJoinedAreDifferentContexts() {
        byte[] sealed = Samples.recordKey(Samples.OWNER, "ab", 1).seal("c", 1, Samples.content(3));
        refused(() -> Samples.recordKey(Samples.OWNER, "a", 1).open("bc", 1, sealed));
    }

    @Test
    void theMacKeyAloneVerifiesAndTheEncryptionKeyPlaysNoPartInIt() {
        // Given: the same MAC key with another encryption key
        byte[] bytes = Samples.SECRET.bytes();
        bytes[0] ^= 1;
        RecordKey verifier =
                new RecordKey(Samples.CIPHER, Secret.of(bytes), Samples.OWNER, "policy", 5, Samples.RANDOM);
        byte[] sealed = key.seal("p1", 1, Samples.content(40));
        // Then: the tag holds, the content does not come out
        assertThatThrownBy(() -> verifier.open("p1", 1, sealed)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void equalRecordsNeverLookEqual() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            byte[] sealed = key.seal("p1", 1, Samples.content(10));
            assertThat(seen.add(Arrays.toString(Arrays.copyOfRange(sealed, 21, sealed.length))))
                    .isTrue();
        }
    }

    @Test
    void contentBeyondOneUnitIsRefusedWithTheLimit() {
        byte[] largest = new byte[RecordKey.MAX_CONTENT_BYTES];
        assertThat(key.open("p1", 1, key.seal("p1", 1, largest))).isEqualTo(largest);
        assertThatThrownBy(() -> key.seal("p1", 1, new byte[RecordKey.MAX_CONTENT_BYTES + 1]))
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT));
    }

    private static void refused(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RECORD_DAMAGED));
    }
}

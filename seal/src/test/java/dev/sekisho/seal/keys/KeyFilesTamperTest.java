package dev.sekisho.seal.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.seal.codec.Secret;
import dev.sekisho.seal.xts.CipherChoice;
import dev.sekisho.seal.xts.UnitCipher;
import java.io.ByteArrayOutputStream;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Every single bit of every kind of file of a key store, flipped: no reader takes the file for good. */
class KeyFilesTamperTest {
    private static final Region REGION = new Region("jp-east");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final UnitCipher CIPHER = CipherChoice.AUTO.open();
    private static final RootFile ROOTS = new RootFile(Optional.empty(), Optional.empty(), CIPHER, RANDOM);

    @Test
    void noFlippedBitOfAHeadIsTakenForGood() {
        RootKeys root = ROOTS.open(ROOTS.create(RootFile.Where.FILE));
        Head first = Head.create(64, RANDOM);
        Head rotating = first.next(Secret.random(RANDOM), Optional.of(first.region()));
        for (Head head : List.of(first, rotating)) {
            assertThat(unseen(head.seal(root, REGION), file -> opens(file, root)))
                    .isEmpty();
        }
    }

    @Test
    void noFlippedBitOfADrawerIsTakenForGood() {
        DrawerFile format = new DrawerFile(CIPHER, REGION, Secret.random(RANDOM), RANDOM);
        DrawerFile.Fresh fresh =
                format.write(3, 9, Map.of(EntryId.of(Kind.LOG, new Id128(1, 2), new Id128(3, 4)), new byte[] {5}));
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(fresh.file());
        ByteArrayOutputStream added = new ByteArrayOutputStream();
        EntryCodec.write(EntryId.of(Kind.LOG, new Id128(1, 2), new Id128(3, 5)), new byte[] {6}, added);
        file.writeBytes(format.framed(fresh.image().key(), 9, fresh.image().records(), added.toByteArray()));
        assertThat(unseen(file.toByteArray(), bytes -> reads(format, bytes))).isEmpty();
    }

    @Test
    void noFlippedBitOfARootFileIsTakenForGood() {
        assertThat(unseen(ROOTS.create(RootFile.Where.FILE), KeyFilesTamperTest::opens))
                .isEmpty();
    }

    @Test
    void aReaderThatChecksNothingFailsTheSameProof() {
        // Given: the negative control, a reader that looks at the first four bytes alone
        RootKeys root = ROOTS.open(ROOTS.create(RootFile.Where.FILE));
        byte[] head = Head.create(64, RANDOM).seal(root, REGION);
        // Then
        assertThat(unseen(head, file -> file[0] == 'S' && file[1] == 'K')).hasSizeGreaterThan(head.length * 7);
    }

    /** The bits that can be flipped without the reader seeing it. */
    private static List<Integer> unseen(byte[] good, Predicate<byte[]> reader) {
        assertThat(reader.test(good)).as("the file as it was written is good").isTrue();
        return java.util.stream.IntStream.range(0, good.length * 8)
                .filter(bit -> {
                    byte[] bad = good.clone();
                    bad[bit / 8] ^= (byte) (1 << (bit % 8));
                    return reader.test(bad);
                })
                .boxed()
                .toList();
    }

    private static boolean opens(byte[] file, RootKeys root) {
        try {
            return Head.open(file, List.of(root), REGION).drawers() == 64;
        } catch (SekishoException e) {
            return false;
        }
    }

    private static boolean opens(byte[] file) {
        try {
            return ROOTS.open(file).id().length == 16;
        } catch (SekishoException e) {
            return false;
        }
    }

    private static boolean reads(DrawerFile format, byte[] file) {
        try {
            return format.read(3, file).rest() == DrawerFile.Rest.CLEAN;
        } catch (SekishoException | IllegalArgumentException e) {
            return false;
        }
    }
}

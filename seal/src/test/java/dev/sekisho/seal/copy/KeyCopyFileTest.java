package dev.sekisho.seal.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.seal.keys.Snapshot;
import dev.sekisho.seal.xts.CipherChoice;
import dev.sekisho.seal.xts.UnitCipher;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyCopyFileTest {
    static final UnitCipher CIPHER = CipherChoice.JDK_ONLY.open();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Region REGION = new Region("jp-east");
    private static final Instant TIME = Instant.parse("2026-11-23T02:03:04.005Z");
    static final CopyKey KEY = CopyKey.create(LocalDate.of(2026, 11, 23), RANDOM);

    static Snapshot snapshot(int drawerBytes) {
        List<Snapshot.File> files = new ArrayList<>();
        files.add(new Snapshot.File("head.keys", random(177)));
        files.add(new Snapshot.File("drawer-00.keys", random(drawerBytes)));
        files.add(new Snapshot.File("drawer-01.keys", random(135)));
        return new Snapshot(Id128.random(RANDOM), Id128.random(RANDOM), files);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    static byte[] seal(Snapshot keys) {
        return KeyCopyFile.seal(
                "2026-11-23T020304Z-0a1b2c3d", TIME, REGION, keys, KeyCopyFile.content(keys), KEY, CIPHER, RANDOM);
    }

    static KeyCopyFile.Opened open(byte[] file) {
        return KeyCopyFile.open(file, KEY.encode(), () -> CIPHER);
    }

    @Test
    void whatWasSealedComesBackAlsoInSeveralParts() {
        for (int size : new int[] {135, (1 << 20) - 400, 1 << 20, (5 << 20) + 7}) {
            Snapshot keys = snapshot(size);
            KeyCopyFile.Opened opened = open(seal(keys));
            assertThat(opened.keys().store()).isEqualTo(keys.store());
            assertThat(opened.keys().root()).isEqualTo(keys.root());
            assertThat(opened.time()).isEqualTo(TIME);
            for (int i = 0; i < keys.files().size(); i++) {
                assertThat(opened.keys().files().get(i).name())
                        .isEqualTo(keys.files().get(i).name());
                assertThat(Arrays.equals(
                                opened.keys().files().get(i).bytes(),
                                keys.files().get(i).bytes()))
                        .isTrue();
            }
        }
    }

    @Test
    void noFlippedBitGoesUnseenEvenIfItsDigestIsMadeAnew() {
        byte[] good = seal(snapshot(135));
        assertThat(unseen(good, KeyCopyFileTest::opens)).isEmpty();
        assertThat(unseen(KEY.encode(), key -> {
                    try {
                        return KeyCopyFile.open(good, key, () -> CIPHER).name().length() > 1;
                    } catch (SekishoException e) {
                        return false;
                    }
                }))
                .isEmpty();
        // Negative control: a reader that believes the digest alone
        assertThat(unseen(good, file -> KeyCopyFileTest.saysHeader(file))).hasSizeGreaterThan(good.length * 4);
    }

    @Test
    void partsCannotBeLeftOutOrChangePlaces() {
        byte[] good = seal(snapshot(3 << 20));
        KeyCopyFile.Header header = KeyCopyFile.header(good);
        int first = 4 + 1 + 1 + 7 + 27 + 8 + 8 + 48 + 32 + 4;
        int part = 4 + 21 + (1 << 20) + 64 + 16;
        byte[] swapped = good.clone();
        System.arraycopy(good, first, swapped, first + part, part);
        System.arraycopy(good, first + part, swapped, first, part);
        damaged(resealed(swapped));
        byte[] shorter = new byte[good.length - part];
        System.arraycopy(good, 0, shorter, 0, first + part);
        System.arraycopy(good, first + 2 * part, shorter, first + part, shorter.length - first - part);
        damaged(resealed(shorter));
        byte[] longer = Arrays.copyOf(good, good.length + 8);
        damaged(resealed(longer));
        assertThat(header.length()).isGreaterThan(3 << 20);
        assertThat(open(resealed(good)).name()).isEqualTo(header.name());
    }

    @Test
    void aCopyOfAnotherCopyKeyIsDarkAndSaysWhy() {
        byte[] good = seal(snapshot(135));
        CopyKey otherDay = CopyKey.create(LocalDate.of(2026, 11, 22), RANDOM);
        CopyKey otherPlace = CopyKey.create(LocalDate.of(2026, 11, 23), RANDOM);
        CopyKey lying = new CopyKey(KEY.day(), KEY.id(), otherPlace.key());
        refused(ErrorCode.KEY_COPY_DARK, good, otherDay);
        refused(ErrorCode.KEY_COPY_DARK, good, otherPlace);
        refused(ErrorCode.KEY_COPY_DAMAGED, good, lying);
    }

    @Test
    void aMomentThatIsNoWholeKeyStoreIsNone() {
        Snapshot whole = snapshot(135);
        assertThatThrownBy(() ->
                        new Snapshot(whole.store(), whole.root(), whole.files().subList(0, 1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Snapshot(
                        whole.store(),
                        whole.root(),
                        List.of(whole.files().get(0), whole.files().get(2))))
                .isInstanceOf(IllegalArgumentException.class);
        byte[] escaping = "../x".getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> new Snapshot(
                        whole.store(),
                        whole.root(),
                        List.of(
                                whole.files().get(0),
                                new Snapshot.File(new String(escaping, StandardCharsets.US_ASCII), escaping))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void refused(ErrorCode code, byte[] file, CopyKey key) {
        assertThatThrownBy(() -> KeyCopyFile.open(file, key.encode(), () -> CIPHER))
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static void damaged(byte[] file) {
        refused(ErrorCode.KEY_COPY_DAMAGED, file, KEY);
    }

    /** With the last 32 bytes made to fit what is before them, as anybody can. */
    static byte[] resealed(byte[] file) {
        byte[] again = file.clone();
        System.arraycopy(CopyKey.sha256(again, again.length - 32), 0, again, again.length - 32, 32);
        return again;
    }

    private static boolean opens(byte[] file) {
        return opensWhole(file) || opensWhole(resealed(file));
    }

    private static boolean opensWhole(byte[] file) {
        try {
            return open(file).name().length() > 1;
        } catch (SekishoException e) {
            assertThat(e.code()).isIn(ErrorCode.KEY_COPY_DAMAGED, ErrorCode.KEY_COPY_DARK);
            return false;
        }
    }

    private static boolean saysHeader(byte[] file) {
        try {
            return KeyCopyFile.header(resealed(file)).length() > 0;
        } catch (SekishoException e) {
            return false;
        }
    }

    /** The bits that can be flipped without the reader seeing it; those of the digest itself are remade, so they do not count. */
    private static List<Integer> unseen(byte[] good, Predicate<byte[]> reader) {
        assertThat(reader.test(good)).as("the file as it was written is good").isTrue();
        int bits = good.length > 200 ? (good.length - 32) * 8 : good.length * 8;
        return IntStream.range(0, bits)
                .filter(bit -> {
                    byte[] bad = good.clone();
                    bad[bit / 8] ^= (byte) (1 << (bit % 8));
                    return reader.test(bad);
                })
                .boxed()
                .toList();
    }
}

package dev.sekisho.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.seal.CustomerVault.LogKey;
import dev.sekisho.seal.CustomerVault.SealedSegment;
import dev.sekisho.seal.RecordSealer.RecordContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DestructionTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 22);
    private static final RecordContext ROW = new RecordContext("policy", "p1", 1);
    private static final PersonToken PERSON = new PersonToken(new Id128(5, 6));
    private static final byte[] TEXT = {1, 2, 3};

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Fixture fixture;

    @SuppressWarnings("NullAway.Init")
    private Vault vault;

    @BeforeEach
    void open() {
        fixture = new Fixture(folder);
        vault = fixture.open();
        vault.create(fixture.scope());
    }

    @AfterEach
    void close() {
        vault.close();
    }

    @Test
    void aLogKeyIsGoneForHandlesFilesAndRestarts() {
        // Given
        LogKey key = customer().newLogKey();
        LogKey neighbour = customer().newLogKey();
        byte[] frame = neighbour.seal(1, TEXT, 0, 3);
        // When
        customer().destroyLogKey(key.id());
        // Then
        refused(ErrorCode.KEY_DESTROYED, () -> key.seal(1, TEXT, 0, 3));
        refused(ErrorCode.KEY_DESTROYED, () -> key.open(1, frame));
        assertThat(customer().logKey(key.id())).isEmpty();
        assertThat(vault.ownerOfLogKey(key.id())).isEmpty();
        reopen();
        assertThat(customer().logKey(key.id())).isEmpty();
        assertThat(customer().logKey(neighbour.id()).orElseThrow().open(1, frame))
                .isEqualTo(TEXT);
        customer().destroyLogKey(key.id());
    }

    @Test
    void noFileOfAnyPlaceOpensTheDestroyedAndTheKeyAreaOfTheOldFileIsZeroed() throws IOException {
        // Given: a second name for every file, as a file system keeps the blocks of what was replaced
        SealedSegment segment = customer().sealSegment(DAY, TEXT);
        Path kept = folder.resolve("kept");
        Files.createDirectories(kept);
        try (Stream<Path> files = Files.list(fixture.one())) {
            for (Path file : files.filter(f -> f.toString().endsWith(".keys")).toList()) {
                Files.createLink(kept.resolve(file.getFileName()), file);
            }
        }
        // When
        customer().destroySegment(segment.id());
        // Then
        List<Path> replaced;
        try (Stream<Path> files = Files.list(kept)) {
            replaced = files.filter(file -> mismatch(file, fixture.one().resolve(file.getFileName())) >= 0)
                    .toList();
        }
        assertThat(replaced).hasSize(1);
        byte[] old = Files.readAllBytes(replaced.getFirst());
        for (int at = 0; at < 135; at++) {
            assertThat(old[at]).isZero();
        }
        assertThat(old.length).isGreaterThan(135);
        try (Stream<Path> files = Files.list(fixture.one())) {
            assertThat(files.map(Path::toString)).noneMatch(name -> name.endsWith(".fresh"));
        }
    }

    @Test
    void aCopyOfTheKeyStoreFromBeforeStillOpensWhichIsWhyCopiesAreKeptApart() throws IOException {
        // Given: the negative control, an old copy of place and root together
        SealedSegment segment = customer().sealSegment(DAY, TEXT);
        vault.close();
        Fixture copy = fixture.copyTo(folder.resolve("copy"));
        vault = fixture.open();
        // When
        customer().destroySegment(segment.id());
        // Then
        refused(ErrorCode.KEY_DESTROYED, () -> read(customer(), segment, DAY));
        try (Vault old = copy.open()) {
            assertThat(read(old.of(fixture.scope()), segment, DAY)).isEqualTo(TEXT);
        }
    }

    @Test
    void aDestroyedDayTakesItsSegmentsAndNoOthersAlsoForReadersThatAreOpen() throws IOException {
        // Given
        SealedSegment one = customer().sealSegment(DAY, TEXT);
        SealedSegment next = customer().sealSegment(DAY.plusDays(1), TEXT);
        SegmentReader open = customer().openSegment(one.id(), DAY, new ArraySource(one.bytes()));
        open.read(0, new byte[3], 0, 3);
        // When
        customer().destroyDay(DAY);
        // Then
        refused(ErrorCode.KEY_DESTROYED, () -> open.read(0, new byte[3], 0, 3));
        refused(ErrorCode.KEY_DESTROYED, () -> read(customer(), one, DAY));
        assertThat(read(customer(), next, DAY.plusDays(1))).isEqualTo(TEXT);
        // When: events of that day arrive late
        SealedSegment late = customer().sealSegment(DAY, TEXT);
        // Then
        assertThat(read(customer(), late, DAY)).isEqualTo(TEXT);
        refused(ErrorCode.KEY_DESTROYED, () -> read(customer(), one, DAY));
        reopen();
        assertThat(read(customer(), late, DAY)).isEqualTo(TEXT);
        refused(ErrorCode.KEY_DESTROYED, () -> read(customer(), one, DAY));
        customer().destroyDay(DAY.plusDays(40));
    }

    @Test
    void aSegmentOfKeysThatNeverWereIsUnknownAndADestroyedOneIsDestroyed() {
        SealedSegment segment = customer().sealSegment(DAY, TEXT);
        CustomerScope other = Fixture.newCustomer();
        CustomerVault stranger = vault.create(other);
        refused(ErrorCode.KEY_UNKNOWN, () -> read(stranger, segment, DAY));
        stranger.sealSegment(DAY, TEXT);
        refused(ErrorCode.SEGMENT_DAMAGED, () -> read(stranger, segment, DAY));
        customer().destroySegment(segment.id());
        refused(ErrorCode.KEY_DESTROYED, () -> read(customer(), segment, DAY));
        customer().destroySegment(segment.id());
    }

    @Test
    void anErasedPersonStaysErased() {
        byte[] identity = customer().sealIdentity(PERSON, 1, TEXT);
        byte[] newer = customer().sealIdentity(PERSON, 2, TEXT);
        assertThat(customer().openIdentity(PERSON, 2, newer)).isEqualTo(TEXT);
        refused(ErrorCode.RECORD_DAMAGED, () -> customer().openIdentity(PERSON, 2, identity));
        refused(ErrorCode.KEY_UNKNOWN, () -> customer().openIdentity(new PersonToken(new Id128(5, 7)), 1, identity));
        customer().destroyIdentity(PERSON);
        refused(ErrorCode.KEY_DESTROYED, () -> customer().openIdentity(PERSON, 1, identity));
        refused(ErrorCode.KEY_DESTROYED, () -> customer().sealIdentity(PERSON, 3, TEXT));
        reopen();
        refused(ErrorCode.KEY_DESTROYED, () -> customer().openIdentity(PERSON, 1, identity));
        customer().destroyIdentity(PERSON);
    }

    @Test
    void aDestroyedCustomerIsDarkForEveryHandleAndLeavesTheOthersAlone() throws IOException {
        // Given
        CustomerVault gone = customer();
        byte[] row = gone.seal(ROW, TEXT);
        LogKey log = gone.newLogKey();
        SealedSegment segment = gone.sealSegment(DAY, TEXT);
        gone.sealIdentity(PERSON, 1, TEXT);
        gone.blindIndex("people.login", TEXT);
        CustomerScope other = Fixture.newCustomer();
        byte[] kept = vault.create(other).seal(ROW, TEXT);
        // When
        vault.destroy(fixture.scope());
        // Then
        refused(ErrorCode.KEY_DESTROYED, () -> gone.open(ROW, row));
        refused(ErrorCode.KEY_DESTROYED, () -> gone.seal(ROW, TEXT));
        refused(ErrorCode.KEY_DESTROYED, () -> log.seal(1, TEXT, 0, 3));
        refused(ErrorCode.KEY_DESTROYED, () -> read(gone, segment, DAY));
        refused(ErrorCode.KEY_DESTROYED, () -> gone.blindIndex("people.login", TEXT));
        refused(ErrorCode.KEY_DESTROYED, this::customer);
        refused(ErrorCode.KEY_DESTROYED, () -> vault.create(fixture.scope()));
        reopen();
        refused(ErrorCode.KEY_DESTROYED, this::customer);
        assertThat(vault.of(other).open(ROW, kept)).isEqualTo(TEXT);
        assertThat(vault.customers()).containsExactly(other.customer());
        vault.destroy(fixture.scope());
    }

    private CustomerVault customer() {
        return vault.of(fixture.scope());
    }

    private void reopen() {
        vault.close();
        vault = fixture.open();
    }

    private static byte[] read(CustomerVault customer, SealedSegment segment, LocalDate day) throws IOException {
        SegmentReader reader = customer.openSegment(segment.id(), day, new ArraySource(segment.bytes()));
        byte[] plain = new byte[Math.toIntExact(reader.size())];
        reader.read(0, plain, 0, plain.length);
        return plain;
    }

    private static long mismatch(Path one, Path other) {
        try {
            return Files.mismatch(one, other);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}

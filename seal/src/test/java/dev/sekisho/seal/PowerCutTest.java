package dev.sekisho.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.seal.CustomerVault.LogKey;
import dev.sekisho.seal.CustomerVault.SealedSegment;
import dev.sekisho.seal.RecordSealer.RecordContext;
import dev.sekisho.seal.keys.FaultDisk;
import dev.sekisho.seal.xts.CipherChoice;
import dev.sekisho.seal.xts.UnitCipher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PowerCutTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 22);
    private static final LocalDate NEXT = DAY.plusDays(1);
    private static final RecordContext ROW = new RecordContext("policy", "p1", 1);
    private static final byte[] TEXT = "text".getBytes(StandardCharsets.UTF_8);
    private static final UnitCipher CIPHER = CipherChoice.AUTO.open();

    @TempDir
    Path folder;

    /** What the life of one customer was told to be done before the power went. */
    private static final class Acknowledged {
        private byte[] row = new byte[0];
        private byte[] keptFrame = new byte[0];
        private byte[] goneFrame = new byte[0];
        private byte[] identity = new byte[0];
        private final List<SealedSegment> segments = new ArrayList<>();
        private Id128 keptLog = new Id128(0, 0);
        private Id128 goneLog = new Id128(0, 0);
        private boolean customer;
        private boolean logGone;
        private boolean segmentGone;
        private boolean dayGone;
        private boolean personGone;
        private boolean customerGone;
    }

    private static final PersonToken PERSON = new PersonToken(new Id128(5, 6));

    private static void live(Vault vault, Fixture fixture, Acknowledged done) {
        CustomerVault customer = vault.create(fixture.scope());
        done.customer = true;
        done.row = customer.seal(ROW, TEXT);
        LogKey kept = customer.newLogKey();
        done.keptFrame = kept.seal(1, TEXT, 0, TEXT.length);
        done.keptLog = kept.id();
        LogKey gone = customer.newLogKey();
        done.goneFrame = gone.seal(1, TEXT, 0, TEXT.length);
        done.goneLog = gone.id();
        done.segments.add(customer.sealSegment(DAY, TEXT));
        done.segments.add(customer.sealSegment(DAY, TEXT));
        done.segments.add(customer.sealSegment(NEXT, TEXT));
        done.identity = customer.sealIdentity(PERSON, 1, TEXT);
        customer.destroyLogKey(done.goneLog);
        done.logGone = true;
        customer.destroySegment(done.segments.get(0).id());
        done.segmentGone = true;
        customer.destroyDay(NEXT);
        done.dayGone = true;
        customer.destroyIdentity(PERSON);
        done.personGone = true;
        vault.destroy(fixture.scope());
        done.customerGone = true;
    }

    @Test
    void whateverStepThePowerGoesAtTheNextStartHasAllThatWasAcknowledgedAndNothingThatWasDestroyed() throws Exception {
        // Given: the first start is a proof of its own, so cut only after it
        long firstStart;
        long all;
        Fixture measured = new Fixture(folder.resolve("measured"));
        FaultDisk steady = FaultDisk.steady();
        try (Vault vault = Vaults.open(measured.options(), CIPHER, steady)) {
            firstStart = steady.steps();
            live(vault, measured, new Acknowledged());
            all = steady.steps();
        }
        assertThat(all - firstStart).isGreaterThan(100);
        for (long cut = firstStart + 1; cut <= all + 1; cut++) {
            Fixture fixture = new Fixture(folder.resolve("cut-" + cut));
            Acknowledged done = new Acknowledged();
            // When
            try (Vault vault = Vaults.open(fixture.options(), CIPHER, FaultDisk.cutAt(cut))) {
                live(vault, fixture, done);
            } catch (SekishoException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.KEY_STORE_UNAVAILABLE);
            }
            // Then
            try (Vault vault = Vaults.open(fixture.options(), CIPHER, FaultDisk.steady())) {
                check(vault, fixture, done);
                assertThat(vault.places()).as("cut %s", cut).allMatch(Vault.PlaceHealth::healthy);
            }
            placesAreEqual(fixture, cut);
            deleteAll(folder.resolve("cut-" + cut));
        }
    }

    private static void check(Vault vault, Fixture fixture, Acknowledged done) throws IOException {
        if (done.customerGone || !done.customer) {
            if (done.customerGone) {
                assertThat(codeOf(() -> vault.of(fixture.scope()))).isEqualTo(ErrorCode.KEY_DESTROYED);
                assertThat(vault.customers()).isEmpty();
            }
            return;
        }
        CustomerVault customer;
        try {
            customer = vault.of(fixture.scope());
        } catch (SekishoException e) {
            // Only a destruction that was under way may have gone through unacknowledged.
            assertThat(done.personGone).isTrue();
            return;
        }
        if (done.row.length > 0) {
            assertThat(customer.open(ROW, done.row)).isEqualTo(TEXT);
        }
        if (done.keptFrame.length > 0) {
            assertThat(customer.logKey(done.keptLog).orElseThrow().open(1, done.keptFrame))
                    .isEqualTo(TEXT);
        }
        if (done.logGone) {
            assertThat(customer.logKey(done.goneLog)).isEmpty();
        }
        if (done.segments.size() > 1) {
            assertThat(read(customer, done.segments.get(1), DAY)).isEqualTo(TEXT);
        }
        if (done.segmentGone) {
            assertThat(codeOf(() -> read(customer, done.segments.get(0), DAY))).isEqualTo(ErrorCode.KEY_DESTROYED);
        }
        if (done.dayGone) {
            assertThat(codeOf(() -> read(customer, done.segments.get(2), NEXT))).isEqualTo(ErrorCode.KEY_DESTROYED);
        }
        if (done.identity.length > 0 && !done.dayGone) {
            assertThat(customer.openIdentity(PERSON, 1, done.identity)).isEqualTo(TEXT);
        }
        if (done.personGone) {
            assertThat(codeOf(() -> customer.openIdentity(PERSON, 1, done.identity)))
                    .isEqualTo(ErrorCode.KEY_DESTROYED);
        }
    }

    @Test
    void aStoreOnADiskThatOnlySaysThatItWroteFailsTheSameCheck() {
        // Given: the negative control; how far in the disk stops writing must not matter
        for (int stepsIn : new int[] {1, 60, 110}) {
            Fixture fixture = new Fixture(folder.resolve("lying-" + stepsIn));
            FaultDisk honest = FaultDisk.steady();
            Vaults.open(fixture.options(), CIPHER, honest).close();
            Acknowledged done = new Acknowledged();
            // When
            assertThatThrownBy(() -> {
                        try (Vault vault = Vaults.open(fixture.options(), CIPHER, FaultDisk.lyingFrom(stepsIn))) {
                            live(vault, fixture, done);
                        }
                        try (Vault vault = Vaults.open(fixture.options(), CIPHER, FaultDisk.steady())) {
                            check(vault, fixture, done);
                        }
                    })
                    // Then
                    .isInstanceOfAny(AssertionError.class, SekishoException.class);
        }
    }

    @Test
    void aFirstStartThatWasCutOffAtAnyStepBeginsAnew() throws Exception {
        // Given
        FaultDisk steady = FaultDisk.steady();
        Vaults.open(new Fixture(folder.resolve("measured")).options(), CIPHER, steady)
                .close();
        long all = steady.steps();
        for (long cut = 1; cut <= all; cut += cut < 12 || cut > all - 40 ? 1 : 17) {
            Fixture fixture = new Fixture(folder.resolve("first-" + cut));
            // When
            try (Vault vault = Vaults.open(fixture.options(), CIPHER, FaultDisk.cutAt(cut))) {
                assertThat(vault.customers()).isEmpty();
            } catch (SekishoException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.KEY_STORE_UNAVAILABLE);
            }
            // Then
            try (Vault vault = Vaults.open(fixture.options(), CIPHER, FaultDisk.steady())) {
                byte[] row = vault.create(fixture.scope()).seal(ROW, TEXT);
                assertThat(vault.of(fixture.scope()).open(ROW, row)).isEqualTo(TEXT);
            }
            deleteAll(folder.resolve("first-" + cut));
        }
    }

    private static byte[] read(CustomerVault customer, SealedSegment segment, LocalDate day) throws IOException {
        SegmentReader reader = customer.openSegment(segment.id(), day, new ArraySource(segment.bytes()));
        byte[] plain = new byte[Math.toIntExact(reader.size())];
        reader.read(0, plain, 0, plain.length);
        return plain;
    }

    /** A call that may be refused. */
    interface Call {
        Object run() throws Exception;
    }

    private static ErrorCode codeOf(Call call) {
        try {
            call.run();
        } catch (SekishoException e) {
            return e.code();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("not refused");
    }

    private static void placesAreEqual(Fixture fixture, long cut) throws IOException {
        try (Stream<Path> files = Files.list(fixture.one())) {
            for (Path file : files.filter(
                            f -> f.toString().endsWith(".keys") && f.toString().contains("drawer"))
                    .toList()) {
                assertThat(Files.mismatch(file, fixture.two().resolve(file.getFileName())))
                        .as("%s after cut %s", file.getFileName(), cut)
                        .isEqualTo(-1);
            }
        }
    }

    private static void deleteAll(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

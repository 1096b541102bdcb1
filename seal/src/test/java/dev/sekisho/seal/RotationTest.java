package dev.sekisho.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.seal.CustomerVault.SealedSegment;
import dev.sekisho.seal.RecordSealer.RecordContext;
import dev.sekisho.seal.VaultOptions.Start;
import dev.sekisho.seal.keys.FaultDisk;
import dev.sekisho.seal.xts.CipherChoice;
import dev.sekisho.seal.xts.UnitCipher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Keys are replaced at every level, whenever the power goes, and what was sealed opens before and after.
 *
 * <p>One file because every operation is cut by the same means and checked by the same questions.
 */
class RotationTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 22);
    private static final Id128 HOLD = new Id128(1, 1);
    private static final PersonToken PERSON = new PersonToken(new Id128(5, 6));
    private static final RecordContext ROW = new RecordContext("policy", "p1", 1);
    private static final byte[] TEXT = {1, 2, 3};
    private static final UnitCipher CIPHER = CipherChoice.AUTO.open();

    @TempDir
    Path folder;

    /** One thing of every class, sealed by one customer and the installation. */
    private record Sealed(
            byte[] row,
            byte[] own,
            Id128 log,
            byte[] frame,
            SealedSegment segment,
            SealedSegment held,
            byte[] identity,
            byte[] token,
            byte[] mac) {
        static Sealed by(Vault vault, CustomerScope scope) {
            CustomerVault customer = vault.create(scope);
            CustomerVault.LogKey log = customer.newLogKey();
            return new Sealed(
                    customer.seal(ROW, TEXT),
                    vault.installation().seal(ROW, TEXT),
                    log.id(),
                    log.seal(1, TEXT, 0, TEXT.length),
                    customer.sealSegment(DAY, TEXT),
                    customer.sealHeld(HOLD, DAY, TEXT),
                    customer.sealIdentity(PERSON, 1, TEXT),
                    customer.blindIndex("login", TEXT),
                    vault.installation().mac("label", TEXT));
        }

        void opens(Vault vault, CustomerScope scope, String when) {
            CustomerVault customer = vault.of(scope);
            assertThat(customer.open(ROW, row)).as(when).isEqualTo(TEXT);
            assertThat(vault.installation().open(ROW, own)).as(when).isEqualTo(TEXT);
            assertThat(customer.logKey(log).orElseThrow().open(1, frame))
                    .as(when)
                    .isEqualTo(TEXT);
            assertThat(read(customer.openSegment(segment.id(), DAY, new ArraySource(segment.bytes()))))
                    .as(when)
                    .isEqualTo(TEXT);
            assertThat(read(customer.openHeld(HOLD, held.id(), DAY, new ArraySource(held.bytes()))))
                    .as(when)
                    .isEqualTo(TEXT);
            assertThat(customer.openIdentity(PERSON, 1, identity)).as(when).isEqualTo(TEXT);
            assertThat(customer.blindIndex("login", TEXT)).as(when).isEqualTo(token);
            assertThat(vault.installation().mac("label", TEXT)).as(when).isEqualTo(mac);
        }
    }

    /** Every kind of rotation. */
    enum Rotation {
        ROOT_TO_FILE,
        ROOT_TO_SERVICE,
        REWRAP,
        REGION,
        CUSTOMER,
        INSTALLATION,
        WRAP_TWICE;

        void run(Vault vault, CustomerScope scope) {
            switch (this) {
                case ROOT_TO_FILE -> vault.life().rotateRootToFile(Optional.empty());
                case ROOT_TO_SERVICE -> vault.life().rotateRootToService();
                case REWRAP -> vault.life().rewrap();
                case REGION -> vault.life().rotateRegion();
                case CUSTOMER -> vault.life().rotateCustomer(scope);
                case INSTALLATION -> vault.life().rotateInstallation();
                case WRAP_TWICE -> vault.life().wrapTwice(scope, "customer");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whateverStepThePowerGoesTheOldOrTheNewOpensEverything(Rotation rotation) throws IOException {
        // Given: how many steps the rotation takes
        LocalKeyService root = new LocalKeyService("root");
        LocalKeyService customers = new LocalKeyService("customer");
        Fixture measured = new Fixture(folder.resolve("measured"));
        Sealed sealed = prepared(measured, root, customers);
        Path original = folder.resolve("original");
        measured.copyTo(original);
        FaultDisk steady = FaultDisk.steady();
        long opened;
        try (Vault vault = Vaults.open(options(measured, root, customers), CIPHER, steady)) {
            opened = steady.steps();
            rotation.run(vault, measured.scope());
        }
        long steps = steady.steps() - opened;
        assertThat(steps).isGreaterThan(4);
        long every = Math.max(1, steps / 20);
        for (long cut = opened + 1; cut <= steady.steps(); cut += every) {
            Fixture fixture = copy(original, folder.resolve("cut-" + cut));
            // When
            cutAt(cut, fixture, root, customers, vault -> rotation.run(vault, measured.scope()));
            // Then
            String when = rotation + " cut at " + (cut - opened) + " of " + steps;
            try (Vault vault = Vaults.open(options(fixture, root, customers), CIPHER, FaultDisk.steady())) {
                sealed.opens(vault, measured.scope(), when);
                assertThat(vault.places()).as(when).allMatch(Vault.PlaceHealth::healthy);
                assertThat(vault.life().status().rotating()).as(when).isFalse();
                // and it can be done again, and again nothing is lost
                rotation.run(vault, measured.scope());
                sealed.opens(vault, measured.scope(), when);
            }
            assertThat(fixture.root().resolveSibling("root.key.next")).as(when).doesNotExist();
            try (Vault vault = Vaults.open(options(fixture, root, customers), CIPHER, FaultDisk.steady())) {
                sealed.opens(vault, measured.scope(), when);
            }
            delete(folder.resolve("cut-" + cut));
        }
    }

    @Test
    void aDiskThatLiesAboutItsWritesFailsTheSameProof() throws IOException {
        // Given: the negative control: heads that were said to be written, and a root that really was replaced
        LocalKeyService root = new LocalKeyService("root");
        Fixture fixture = new Fixture(folder.resolve("lied-to"));
        Sealed sealed = prepared(fixture, root, root);
        byte[] rootFile = Files.readAllBytes(fixture.root());
        try (Vault vault = Vaults.open(options(fixture, root, root), CIPHER, FaultDisk.lyingFrom(1))) {
            vault.life().rotateRootToFile(Optional.empty());
        }
        assertThat(Files.readAllBytes(fixture.root())).isEqualTo(rootFile);
        Files.write(fixture.root(), otherRoot());
        // Then
        assertThatThrownBy(() -> {
                    try (Vault vault = fixture.open()) {
                        sealed.opens(vault, fixture.scope(), "");
                    }
                })
                .isInstanceOf(SekishoException.class);
    }

    @Test
    void aRotatedRootOpensNothingAnyMoreAndOnlyTheHeadsChanged() throws IOException {
        // Given
        LocalKeyService root = new LocalKeyService("root");
        Fixture fixture = new Fixture(folder.resolve("fixture"));
        Sealed sealed = prepared(fixture, root, root);
        byte[] oldRoot = Files.readAllBytes(fixture.root());
        Path before = folder.resolve("before");
        fixture.copyTo(before);
        Path passphrase = Files.writeString(folder.resolve("passphrase"), "correct horse\n");
        // When
        try (Vault vault = fixture.open()) {
            vault.life().rotateRootToFile(Optional.of(passphrase));
            sealed.opens(vault, fixture.scope(), "at once");
        }
        // Then
        try (Stream<Path> files = Files.list(fixture.one())) {
            for (Path file : files.filter(f -> f.toString().endsWith(".keys")).toList()) {
                boolean same = Files.mismatch(file, before.resolve("one").resolve(file.getFileName())) < 0;
                assertThat(same).as(file.toString()).isEqualTo(file.toString().contains("drawer"));
            }
        }
        refused(ErrorCode.KEY_STORE_UNAVAILABLE, fixture::open);
        VaultOptions good = fixture.options();
        try (Vault vault = Vaults.open(new VaultOptions(
                good.region(), good.places(), good.rootFile(), Optional.of(passphrase), good.cipher(), good.clock()))) {
            sealed.opens(vault, fixture.scope(), "after a restart");
        }
        Files.write(fixture.root(), oldRoot);
        refused(ErrorCode.KEY_STORE_UNAVAILABLE, fixture::open);
    }

    @Test
    void aRootInAServiceIsMovedThereOnPurposeAndBack() {
        LocalKeyService root = new LocalKeyService("root");
        Fixture fixture = new Fixture(folder.resolve("fixture"));
        Sealed sealed = prepared(fixture, root, root);
        VaultOptions withService = fixture.options().withServices(Optional.of(root), KeyServices.NONE);
        // Given: a configuration that names a service does not move anything by itself
        assertThat(refused(ErrorCode.CONFIG_INVALID, () -> Vaults.open(withService)))
                .contains("rotate-root --to vault");
        // When
        try (Vault vault = Vaults.open(withService.starting(Start.ROOT_MOVES))) {
            vault.life().rotateRootToService();
            assertThat(vault.life().status().root()).isEqualTo("key service root");
        }
        // Then
        try (Vault vault = Vaults.open(withService)) {
            sealed.opens(vault, fixture.scope(), "in the service");
            root.rotate();
            assertThat(vault.life().rewrap()).isZero();
            root.forgetOldVersions();
        }
        assertThat(refused(ErrorCode.CONFIG_INVALID, fixture::open)).contains("keys.root.vault");
        root.away(true);
        refused(ErrorCode.KEY_SERVICE_UNAVAILABLE, () -> Vaults.open(withService));
        root.away(false);
        root.lying(true);
        refused(ErrorCode.KEY_STORE_DAMAGED, () -> Vaults.open(withService));
        root.lying(false);
        try (Vault vault = Vaults.open(withService.starting(Start.ROOT_MOVES))) {
            sealed.opens(vault, fixture.scope(), "well again");
            vault.life().rotateRootToFile(Optional.empty());
        }
        root.away(true);
        try (Vault vault = fixture.open()) {
            sealed.opens(vault, fixture.scope(), "back in a file");
        }
    }

    @Test
    void aServiceThatWrapsWrongOrIsAwayChangesNothing() {
        LocalKeyService root = new LocalKeyService("root");
        Fixture fixture = new Fixture(folder.resolve("fixture"));
        Sealed sealed = prepared(fixture, root, root);
        VaultOptions moving = fixture.options()
                .withServices(Optional.of(root), KeyServices.NONE)
                .starting(Start.ROOT_MOVES);
        try (Vault vault = Vaults.open(moving)) {
            root.lying(true);
            refused(ErrorCode.KEY_SERVICE_UNAVAILABLE, () -> vault.life().rotateRootToService());
            root.away(true);
            refused(ErrorCode.KEY_SERVICE_UNAVAILABLE, () -> vault.life().rotateRootToService());
        }
        try (Vault vault = fixture.open()) {
            sealed.opens(vault, fixture.scope(), "as before");
            assertThat(vault.life().status().root()).isEqualTo("file");
        }
    }

    @Test
    void aRotatedLevelIsInNoFileAnyMore() throws IOException {
        // Given: heads and drawers from before
        LocalKeyService root = new LocalKeyService("root");
        Fixture fixture = new Fixture(folder.resolve("fixture"));
        Sealed sealed = prepared(fixture, root, root);
        Path before = folder.resolve("before");
        fixture.copyTo(before);
        // When
        try (Vault vault = fixture.open()) {
            assertThat(vault.life().rotateRegion()).isEqualTo(2);
            assertThat(vault.life().rotateCustomer(fixture.scope())).isGreaterThan(8);
            sealed.opens(vault, fixture.scope(), "after both");
        }
        // Then: an old head does not open the new drawers, nor an old drawer with the customer's keys the new ones
        Fixture mixed = fixture.copyTo(folder.resolve("mixed"));
        for (Path place : List.of(mixed.one(), mixed.two())) {
            Files.copy(
                    before.resolve("one/head.keys"),
                    place.resolve("head.keys"),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        refused(ErrorCode.KEY_STORE_DAMAGED, mixed::open);
        try (Stream<Path> drawers = Files.list(fixture.one())) {
            for (Path drawer :
                    drawers.filter(f -> f.toString().contains("drawer-")).toList()) {
                assertThat(Files.mismatch(drawer, before.resolve("one").resolve(drawer.getFileName())))
                        .as("every drawer has another key")
                        .isNotNegative();
            }
        }
        try (Vault vault = fixture.open()) {
            sealed.opens(vault, fixture.scope(), "after a restart");
        }
    }

    @Test
    void noRotationBeginsWhileAPlaceIsAway() {
        LocalKeyService root = new LocalKeyService("root");
        Fixture fixture = new Fixture(folder.resolve("fixture"));
        Sealed sealed = prepared(fixture, root, root);
        FaultDisk disk = FaultDisk.steady();
        try (Vault vault = Vaults.open(fixture.options(), CIPHER, disk)) {
            disk.refuse(file -> file.startsWith(fixture.two()));
            refused(
                    ErrorCode.KEY_STORE_UNAVAILABLE,
                    () -> vault.of(fixture.scope()).newLogKey());
            for (Rotation rotation : List.of(Rotation.ROOT_TO_FILE, Rotation.REGION, Rotation.REWRAP)) {
                refused(ErrorCode.KEY_STORE_UNAVAILABLE, () -> rotation.run(vault, fixture.scope()));
            }
            disk.refuse(file -> false);
            Rotation.REGION.run(vault, fixture.scope());
        }
        try (Vault vault = fixture.open()) {
            sealed.opens(vault, fixture.scope(), "after all");
        }
    }

    @Test
    void tenThousandOwnersWouldBeRewrappedInSecondsJudgedByAHundred() {
        Fixture fixture = new Fixture(folder.resolve("fixture"));
        List<CustomerScope> all = new ArrayList<>();
        List<byte[]> rows = new ArrayList<>();
        FaultDisk disk = FaultDisk.steady();
        try (Vault vault = Vaults.open(fixture.options(), CIPHER, disk)) {
            for (int i = 0; i < 100; i++) {
                CustomerScope scope = Fixture.newCustomer();
                all.add(scope);
                rows.add(vault.create(scope).seal(ROW, TEXT));
            }
            // When
            long before = disk.steps();
            long from = System.nanoTime();
            assertThat(vault.life().rotateRegion()).isEqualTo(101);
            long took = System.nanoTime() - from;
            // Then: the disk's work depends on the drawers alone, and the time of a hundred leaves room for a hundred
            // times as many
            assertThat(disk.steps() - before).isLessThan(64 * 2 * 5 + 4 * 5 + 1);
            assertThat(took).isLessThan(3_000_000_000L);
        }
        try (Vault vault = Vaults.open(fixture.options(), CIPHER, FaultDisk.steady())) {
            for (int i = 0; i < all.size(); i++) {
                assertThat(vault.of(all.get(i)).open(ROW, rows.get(i))).isEqualTo(TEXT);
            }
        }
    }

    private static Sealed prepared(Fixture fixture, LocalKeyService root, LocalKeyService customers) {
        try (Vault vault = Vaults.open(fixture.options(), CIPHER, FaultDisk.steady())) {
            return Sealed.by(vault, fixture.scope());
        }
    }

    private static VaultOptions options(Fixture fixture, LocalKeyService root, LocalKeyService customers) {
        return fixture.options()
                .withServices(
                        Optional.of(root), name -> name.equals("customer") ? Optional.of(customers) : Optional.empty())
                .starting(Start.ROOT_MOVES);
    }

    private static void cutAt(
            long cut, Fixture fixture, LocalKeyService root, LocalKeyService customers, Consumer<Vault> work) {
        try (Vault vault = Vaults.open(options(fixture, root, customers), CIPHER, FaultDisk.cutAt(cut))) {
            work.accept(vault);
        } catch (SekishoException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.KEY_STORE_UNAVAILABLE);
        }
    }

    private byte[] otherRoot() throws IOException {
        Fixture other = new Fixture(folder.resolve("other"));
        other.open().close();
        return Files.readAllBytes(other.root());
    }

    private static Fixture copy(Path from, Path to) throws IOException {
        return new Fixture(from).copyTo(to);
    }

    private static byte[] read(SegmentReader reader) {
        byte[] plain = new byte[Math.toIntExact(reader.size())];
        try {
            reader.read(0, plain, 0, plain.length);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return Arrays.copyOf(plain, plain.length);
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static String refused(ErrorCode code, ThrowingCallable call) {
        String[] message = new String[1];
        assertThatThrownBy(call).isInstanceOfSatisfying(SekishoException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            message[0] = String.valueOf(e.getMessage());
        });
        return message[0];
    }
}

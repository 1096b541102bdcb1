package dev.sekisho.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.seal.copy.KeyCopyFile;
import dev.sekisho.seal.copy.KeyCopyFile.Opened;
import dev.sekisho.seal.copy.KeyStoreRestore;
import dev.sekisho.seal.keys.FaultDisk;
import dev.sekisho.seal.kit.RecoveryKit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyCopiesTest {
    private static final CustomerScope CUSTOMER = Fixture.newCustomer();

    @TempDir
    Path folder;

    private CopiedRegion region = new CopiedRegion(Path.of("."));
    private byte[] row = CopiedRegion.TEXT;

    @BeforeEach
    void aCustomerWithARow() {
        region = new CopiedRegion(folder);
        try (Vault vault = region.open()) {
            row = vault.create(CUSTOMER).seal(CopiedRegion.ROW, CopiedRegion.TEXT);
        }
    }

    private KeyCopy take() {
        try (Vault vault = region.open()) {
            return vault.copies(region.places()).take();
        }
    }

    @Test
    void anEmptyMachineWithACopyAndTheRecoveryKitOpensWhatWasSealed() throws IOException {
        // Given
        KeyCopy copy = take();
        List<String> pages =
                RecoveryKit.split(Files.readAllBytes(region.root()), Fixture.REGION, 2, 3, region.now()).stream()
                        .map(share -> RecoveryKit.print(share, java.util.Locale.ENGLISH))
                        .toList();
        // When
        byte[] root = RecoveryKit.join(List.of(RecoveryKit.parse(pages.get(2)), RecoveryKit.parse(pages.get(0))));
        Opened opened = region.opened(copy);
        try (Vault vault = region.restored(opened, root, "machine")) {
            // Then
            assertThat(vault.of(CUSTOMER).open(CopiedRegion.ROW, row)).isEqualTo(CopiedRegion.TEXT);
            assertThat(vault.places())
                    .allMatch(place -> place.healthy() && place.detail().isEmpty());
            assertThat(opened.digest()).isEqualTo(copy.digest());
            assertThat(opened.name()).isEqualTo(copy.name()).matches("2026-11-23T020304Z-[0-9a-f]{8}");
            // And it is a key store like any other
            byte[] later = vault.create(Fixture.newCustomer()).seal(CopiedRegion.ROW, row);
            assertThat(later).isNotEmpty();
            vault.life().rotateRegion();
            assertThat(vault.of(CUSTOMER).open(CopiedRegion.ROW, row)).isEqualTo(CopiedRegion.TEXT);
        }
    }

    @Test
    void eachPlaceHasAKeyOfItsOwnAndFilesThatOnlyTheirOwnerReads() throws IOException {
        KeyCopy copy = take();
        for (String place : List.of("a", "b")) {
            Path file = region.copyFile(place, copy.name());
            Path key = region.keyFile(place, region.today());
            Opened opened = KeyCopyFile.open(Files.readAllBytes(file), Files.readAllBytes(key), Fixture.REGION);
            assertThat(opened.digest()).isEqualTo(copy.digest());
            for (Path secret : List.of(file, key)) {
                assertThat(Files.getPosixFilePermissions(secret))
                        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            }
        }
        assertThat(Files.readAllBytes(region.keyFile("a", region.today())))
                .isNotEqualTo(Files.readAllBytes(region.keyFile("b", region.today())));
        refused(
                ErrorCode.KEY_COPY_DARK,
                "another place",
                () -> KeyCopyFile.open(
                        Files.readAllBytes(region.copyFile("a", copy.name())),
                        Files.readAllBytes(region.keyFile("b", region.today()))));
    }

    @Test
    void aCopyOfAnotherRegionOrUnderTheKeyOfAnotherDayIsRefused() throws IOException {
        // Given
        KeyCopy first = take();
        byte[] file = Files.readAllBytes(region.copyFile("a", first.name()));
        byte[] key = Files.readAllBytes(region.keyFile("a", region.today()));
        region.pass(Duration.ofDays(1));
        take();
        byte[] next = Files.readAllBytes(region.keyFile("a", region.today()));
        // Then
        refused(ErrorCode.KEY_COPY_DARK, "2026-11-24", () -> KeyCopyFile.open(file, next));
        refused(ErrorCode.CONFIG_INVALID, "jp-east", () -> KeyCopyFile.open(file, key, new Region("eu-west")));
        assertThat(KeyCopyFile.open(file, key).region()).isEqualTo(Fixture.REGION);
        // And its keys open nothing in another region, whatever its file is called there
        Opened copy = KeyCopyFile.open(file, key);
        VaultOptions elsewhere = new VaultOptions(
                new Region("eu-west"),
                List.of(folder.resolve("eu1"), folder.resolve("eu2")),
                folder.resolve("euroot/root.key"),
                Optional.empty(),
                region.options().cipher(),
                region.options().clock());
        KeyStoreRestore.lay(copy, Files.readAllBytes(region.root()), elsewhere.places(), elsewhere.rootFile());
        refused(ErrorCode.CONFIG_INVALID, "another region", () -> Vaults.open(elsewhere));
    }

    @Test
    void aCopyIsFoundByItsNameAndWhatIsMissingOrRenamedIsSaid() throws IOException {
        // Given
        KeyCopy copy = take();
        KeyCopy other = take();
        KeyCopyPlace place = region.place("a");
        assertThat(KeyCopyFile.open(place, copy.name(), Fixture.REGION).digest())
                .isEqualTo(copy.digest());
        // Then
        refused(ErrorCode.INVALID_INPUT, "not the name", () -> KeyCopyFile.open(place, "../x", Fixture.REGION));
        Files.move(
                region.copyFile("a", other.name()),
                region.copyFile("a", copy.name()),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        refused(
                ErrorCode.KEY_COPY_DAMAGED,
                other.name() + " under another name",
                () -> KeyCopyFile.open(place, copy.name(), Fixture.REGION));
        assertThatThrownBy(() -> KeyCopyFile.open(place, other.name(), Fixture.REGION))
                .isInstanceOf(SekishoException.class)
                .hasMessageContaining(other.name());
        Files.delete(region.keyFile("b", region.today()));
        refused(
                ErrorCode.KEY_COPY_DARK,
                "is not there",
                () -> KeyCopyFile.open(region.place("b"), copy.name(), Fixture.REGION));
    }

    @Test
    void halfACopyIsNeverTakenForOne() throws IOException {
        KeyCopy copy = take();
        byte[] whole = Files.readAllBytes(region.copyFile("a", copy.name()));
        byte[] key = Files.readAllBytes(region.keyFile("a", region.today()));
        for (int length = 0; length < whole.length; length += 37) {
            byte[] half = Arrays.copyOf(whole, length);
            refused(ErrorCode.KEY_COPY_DAMAGED, "another place or another moment", () -> KeyCopyFile.header(half));
        }
        for (int length = 0; length < key.length; length++) {
            byte[] half = Arrays.copyOf(key, length);
            refused(ErrorCode.KEY_COPY_DAMAGED, "copy key is damaged", () -> KeyCopyFile.open(whole, half));
        }
    }

    @Test
    void aPlaceThatIsFullIsSaidAndTheOtherTakesTheCopy() throws IOException {
        FaultDisk disk = FaultDisk.steady();
        try (Vault vault = region.open(disk)) {
            KeyCopies copies = vault.copies(region.places());
            KeyCopy before = copies.take();
            // When: one is full
            disk.refuse(file -> file.startsWith(region.place("a").copies()));
            KeyCopy copy = copies.take();
            // Then
            assertThat(copies.problem()).contains("copies-a", "no space left").doesNotContain("copies-b");
            assertThat(Files.exists(region.copyFile("b", copy.name()))).isTrue();
            assertThat(Files.exists(region.copyFile("a", copy.name()))).isFalse();
            assertThat(copies.list())
                    .extracting(KeyCopyInfo::name, info -> info.places().size())
                    .containsExactlyInAnyOrder(
                            org.assertj.core.groups.Tuple.tuple(copy.name(), 1),
                            org.assertj.core.groups.Tuple.tuple(before.name(), 2));
            // When: both are
            disk.refuse(file -> file.getFileName().toString().contains("keycopy"));
            refused(ErrorCode.KEY_COPY_UNAVAILABLE, "no space left", copies::take);
            assertThat(region.opened(before).digest()).isEqualTo(before.digest());
            // When: there is room again
            disk.refuse(file -> false);
            copies.take();
            assertThat(copies.problem()).isEmpty();
        }
    }

    @Test
    void aFolderThatIsNoneIsOneClearError() throws IOException {
        // Given: a file where the folder of copies should be, in both places
        Files.write(folder.resolve("copies-a"), new byte[1]);
        Files.write(folder.resolve("copies-b"), new byte[1]);
        try (Vault vault = region.open()) {
            KeyCopies copies = vault.copies(region.places());
            // Then
            refused(ErrorCode.KEY_COPY_UNAVAILABLE, "copies-a", copies::take);
            refused(ErrorCode.KEY_COPY_UNAVAILABLE, "copies-b", copies::list);
            Files.delete(folder.resolve("copies-b"));
            assertThat(copies.take().name()).isNotEmpty();
            assertThat(copies.problem()).contains("copies-a").doesNotContain("copies-b");
            assertThat(copies.list()).hasSize(1);
        }
    }

    @Test
    void aDamagedCopyKeyOfTodayIsNotReplacedButSaid() throws IOException {
        KeyCopy before = take();
        Path key = region.keyFile("a", region.today());
        byte[] bad = Files.readAllBytes(key);
        bad[50] ^= 1;
        Files.write(key, bad);
        try (Vault vault = region.open()) {
            KeyCopies copies = vault.copies(region.places());
            KeyCopy after = copies.take();
            assertThat(copies.problem()).contains("copies-a", "damaged");
            assertThat(Files.readAllBytes(key)).isEqualTo(bad);
            assertThat(copies.list())
                    .extracting(KeyCopyInfo::name)
                    .containsExactlyInAnyOrder(before.name(), after.name());
        }
    }

    @Test
    void whereAMountIsMissingTheMissingKeysAreSaid() throws IOException {
        KeyCopy copy = take();
        Files.delete(region.keyFile("b", region.today()));
        try (Vault vault = region.open()) {
            KeyCopies copies = vault.copies(region.places());
            assertThat(copies.list().getFirst().places()).hasSize(2);
            assertThat(copies.list().getFirst().openable())
                    .containsExactly(region.place("a").copies().toString());
            copies.expire(region.now(), Set.of());
            assertThat(copies.problem()).contains("elsewhere-b", "2026-11-23", "do not open");
            assertThat(Files.exists(region.copyFile("b", copy.name()))).isTrue();
        }
    }

    @Test
    void foldersThatAreNotApartAreRefused() throws IOException {
        try (Vault vault = region.open()) {
            Path one = region.options().places().getFirst();
            Path good = folder.resolve("k");
            Path link = Files.createSymbolicLink(folder.resolve("link"), one);
            List<List<KeyCopyPlace>> bad = List.of(
                    List.of(),
                    List.of(new KeyCopyPlace(good, good)),
                    List.of(new KeyCopyPlace(good, good.resolve("in/it"))),
                    List.of(new KeyCopyPlace(one, good)),
                    List.of(new KeyCopyPlace(good, one.resolve("deep"))),
                    List.of(new KeyCopyPlace(good, link.resolve("deep"))),
                    List.of(new KeyCopyPlace(good, region.root().resolve(".."))),
                    List.of(
                            region.place("a"),
                            new KeyCopyPlace(region.place("a").keys(), good)),
                    List.of(region.place("a"), region.place("a")));
            for (List<KeyCopyPlace> places : bad) {
                refused(ErrorCode.CONFIG_INVALID, "keys.dailyCopies", () -> vault.copies(places));
            }
            assertThat(vault.copies(region.places()).list()).isEmpty();
        }
    }

    @Test
    void ofDaysBeforeTodayTheNewestAndTheNamedStayAndStrangersAreLeftAlone() throws IOException {
        try (Vault vault = region.open()) {
            // Given
            KeyCopies copies = vault.copies(region.places());
            KeyCopy first = copies.take();
            region.pass(Duration.ofHours(1));
            KeyCopy named = copies.take();
            region.pass(Duration.ofHours(1));
            KeyCopy spare = copies.take();
            region.pass(Duration.ofHours(1));
            KeyCopy last = copies.take();
            Path stranger = region.place("a").copies().resolve("notes.txt");
            Files.write(stranger, new byte[1]);
            Path half = region.place("a").copies().resolve("2026-11-23T050304Z-0a1b2c3d.keycopy.fresh");
            Files.write(half, new byte[1]);
            // When: it is still the same day
            copies.expire(region.now(), Set.of());
            assertThat(copies.list()).hasSize(4);
            // When: it is the next
            region.pass(Duration.ofDays(1));
            KeyCopy today = copies.take();
            copies.expire(region.now(), Set.of(named.name()));
            // Then
            assertThat(copies.list())
                    .extracting(KeyCopyInfo::name)
                    .containsExactly(today.name(), last.name(), named.name())
                    .doesNotContain(first.name(), spare.name());
            assertThat(Files.exists(stranger)).isTrue();
            assertThat(Files.exists(half)).isFalse();
            assertThat(copies.problem()).isEmpty();
            // When: the eight days are over to the day
            region.pass(Duration.ofDays(7));
            copies.expire(region.now(), Set.of(named.name()));
            assertThat(region.opened(last).digest()).isEqualTo(last.digest());
            region.pass(Duration.ofDays(1));
            copies.expire(region.now(), Set.of(named.name()));
            assertThat(copies.list()).extracting(KeyCopyInfo::name).containsExactly(today.name());
            assertThat(Files.exists(region.keyFile("a", LocalDate.of(2026, 11, 23))))
                    .isFalse();
        }
    }

    @Test
    void aKeyThatCannotBeDestroyedIsAnErrorUntilItIs() throws IOException {
        FaultDisk disk = FaultDisk.steady();
        try (Vault vault = region.open(disk)) {
            KeyCopies copies = vault.copies(region.places());
            copies.take();
            LocalDate day = region.today();
            assertThat(region.keyFile("b", day)).exists();
            region.pass(Duration.ofDays(9));
            disk.refuse(file -> file.startsWith(region.place("a").keys()));
            // When
            refused(ErrorCode.KEY_COPY_UNAVAILABLE, "2026-11-23.copykey", () -> copies.expire(region.now(), Set.of()));
            // Then: the other place's is gone all the same, and it is said
            assertThat(region.keyFile("b", day)).doesNotExist();
            assertThat(copies.problem()).contains("not destroyed", "elsewhere-a");
            disk.refuse(file -> false);
            copies.expire(region.now(), Set.of());
            assertThat(region.keyFile("a", day)).doesNotExist();
            assertThat(copies.problem()).isEmpty();
        }
    }

    @Test
    void copiesGoOnWhileAPlaceOfTheKeyStoreIsAway() throws IOException {
        FaultDisk disk = FaultDisk.steady();
        try (Vault vault = region.open(disk)) {
            Path two = region.options().places().getLast();
            disk.refuse(file -> file.startsWith(two));
            refused(ErrorCode.KEY_STORE_UNAVAILABLE, "two", () -> vault.create(Fixture.newCustomer()));
            // When
            KeyCopy copy = vault.copies(region.places()).take();
            // Then
            try (Vault there =
                    region.laidPlainly(region.opened(copy).keys(), Files.readAllBytes(region.root()), "machine")) {
                assertThat(there.of(CUSTOMER).open(CopiedRegion.ROW, row)).isEqualTo(CopiedRegion.TEXT);
                assertThat(there.customers()).hasSize(1);
            }
        }
    }

    @Test
    void nothingOfTheKeyStoreIsSeenInACopyOrItsName() throws IOException {
        KeyCopy copy = take();
        String hex = HexFormat.of().formatHex(Files.readAllBytes(region.copyFile("a", copy.name())));
        for (Path place : region.options().places()) {
            byte[] head = Files.readAllBytes(place.resolve("head.keys"));
            assertThat(hex).doesNotContain(HexFormat.of().formatHex(head, head.length - 40, head.length));
        }
        String customer = HexFormat.of().formatHex(CUSTOMER.customer().bytes());
        assertThat(hex).doesNotContain(customer);
        // Negative control: the same look finds what is there in the clear
        assertThat(hex)
                .contains(HexFormat.of()
                        .formatHex(region.opened(copy).keys().root().bytes()));
    }

    private static void refused(ErrorCode code, String text, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(SekishoException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.getMessage()).contains(text);
        });
    }
}

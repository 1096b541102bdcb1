package dev.sekisho.trust.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.directory.CustomerReference;
import dev.sekisho.directory.CustomerSettings;
import dev.sekisho.directory.Customers.Created;
import dev.sekisho.directory.Licence;
import dev.sekisho.directory.People;
import dev.sekisho.directory.Role;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.records.testing.TestServer;
import dev.sekisho.records.testing.TestServer.TestDatabase;
import dev.sekisho.seal.LocalKeyService;
import dev.sekisho.seal.Vault;
import dev.sekisho.seal.VaultOptions;
import dev.sekisho.seal.Vaults;
import dev.sekisho.seal.receipt.ReceiptKind;
import dev.sekisho.seal.xts.CipherChoice;
import dev.sekisho.trust.receipt.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A customer whose own key service gives nothing at a start: nobody else waits, and nothing that has to go stays. */
class WithdrawnKeysTest {
    private static final String SERVICE = "kms";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final TestDatabase database = TestServer.fresh();
    private final LocalKeyService service = new LocalKeyService(SERVICE);
    private CustomerReference reference;
    private CustomerScope aoi;
    private CustomerScope beni;
    private PersonToken user;
    private PersonToken other;

    @BeforeEach
    void twoCustomersOneOfThemWrappedTwiceAndOnePersonInTheLedger() {
        try (CopiedRegion region = open()) {
            Created created = customer(region, "Aoi");
            reference = created.customer().reference();
            aoi = created.scope();
            beni = customer(region, "Beni").scope();
            user = person(region, aoi, "user@aoi.example");
            other = person(region, aoi, "other@aoi.example");
            PersonToken ofBeni = person(region, beni, "b@beni.example");
            region.event(aoi, user, CopiedRegion.START, 1);
            region.event(aoi, other, CopiedRegion.START, 2);
            region.event(beni, ofBeni, CopiedRegion.START, 3);
            region.settle();
            region.vault.life().wrapTwice(aoi, SERVICE);
            // As an old copy of everything but the ledger would have it.
            region.ledger.write(aoi.customer(), Optional.of(user), CopiedRegion.START);
        }
        service.away(true);
    }

    @Test
    void theStartWaitsForNobodyAndWhatWasErasedIsHiddenBeforeAnythingIsAnswered() throws Exception {
        // When
        try (CopiedRegion region = open()) {
            // Then: others are served
            assertThat(region.found).isEqualTo(new LedgerReplay.Found(0, 1));
            assertThat(answers(region, beni)).hasSize(1);
            // and the name is gone without the customer's keys
            refused(ErrorCode.KEY_DESTROYED, () -> region.vault.of(aoi).openIdentity(user, 1, new byte[0]));
            refused(ErrorCode.KEY_WITHDRAWN, () -> region.vault.of(aoi).openIdentity(other, 1, new byte[0]));
            refused(ErrorCode.KEY_WITHDRAWN, () -> answers(region, aoi));
            assertThat(region.trust.problem()).contains("1 customer(s) whose key service");
            region.run("trust.erasure-late");
            assertThat(region.trust.problem()).contains("1 customer(s) whose key service");
            // When the keys are back
            service.away(false);
            awaitLake(region);
            // Then: behind the gate the person's event would be seen, before it nobody sees it
            assertThat(region.answers(aoi, Optional.empty()))
                    .anyMatch(line -> line.contains(user.value().toString()));
            assertThat(answers(region, aoi))
                    .hasSize(1)
                    .allMatch(line -> line.contains(other.value().toString()));
            assertThat(region.answers(aoi, Optional.empty())).hasSize(1);
            assertThat(region.directory.of(aoi).people().find(user)).isEmpty();
            assertThat(region.directory.of(aoi).people().find(other)).isPresent();
            assertThat(region.trust.problem()).doesNotContain("key service");
        }
        // and the next start finds nothing to do
        try (CopiedRegion region = open()) {
            assertThat(region.found).isEqualTo(new LedgerReplay.Found(0, 0));
        }
    }

    @Test
    void theJobHidesItWhenNobodyAsks() throws Exception {
        try (CopiedRegion region = open()) {
            service.away(false);
            awaitLake(region);
            // When
            region.run("trust.erasure-late");
            // Then
            assertThat(region.answers(aoi, Optional.empty())).hasSize(1);
            assertThat(region.trust.problem()).doesNotContain("key service");
        }
    }

    @Test
    void aCustomerWhoseServiceIsGoneForEverIsDeletedAndTheReceiptSaysThatItWasNotCounted() throws Exception {
        try (CopiedRegion region = open()) {
            assertThat(folders()).hasSize(2);
            region.directory.departures().begin(reference, "licence", OptionalLong.empty(), CopiedRegion.ACTOR);
            // When
            region.run("trust.departures");
            // Then
            refused(ErrorCode.KEY_DESTROYED, () -> region.vault.of(aoi));
            assertThat(folders()).hasSize(1);
            assertThat(region.directory.departures().begun()).isEmpty();
            assertThat(region.trust.receipts().list(new Subject.Customer(reference), Long.MAX_VALUE, 10))
                    .filteredOn(receipt -> receipt.statement().kind() == ReceiptKind.CUSTOMER_DELETED)
                    .singleElement()
                    .satisfies(receipt -> assertThat(receipt.statement().facts())
                            .containsEntry("not-counted", "key-withdrawn")
                            .containsEntry("open-attempt", "key-destroyed")
                            .containsEntry("deleted.segments", "1")
                            .containsKey("deleted.records")
                            .doesNotContainKey("deleted.people"));
            // and what waited for it waits no longer
            region.run("trust.erasure-late");
            assertThat(region.trust.problem()).doesNotContain("key service");
            assertThat(answers(region, beni)).hasSize(1);
        }
    }

    private static SortedSet<String> answers(CopiedRegion region, CustomerScope scope) {
        return CopiedRegion.answers(region.trust.lake(), scope, Optional.empty());
    }

    private void awaitLake(CopiedRegion region) {
        long limit = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            try {
                region.answers(aoi, Optional.empty());
                return;
            } catch (SekishoException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.KEY_WITHDRAWN);
                assertThat(System.nanoTime()).as("the keys are back in time").isLessThan(limit);
                LockSupport.parkNanos(20_000_000);
            }
        }
    }

    private List<Path> folders() throws IOException {
        try (Stream<Path> folders = Files.list(folder.resolve("lake/c"))) {
            return folders.toList();
        }
    }

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private CopiedRegion open() {
        return new CopiedRegion(
                folder.resolve("keys"),
                folder.resolve("lake"),
                database.options(),
                folder.resolve("ledgers"),
                CopiedRegion.START,
                this::withService);
    }

    private Vault withService(Vault without) {
        without.close();
        Path keys = folder.resolve("keys");
        return Vaults.open(new VaultOptions(
                        new Region("lab"),
                        List.of(keys.resolve("keys"), keys.resolve("copies")),
                        keys.resolve("root/root.key"),
                        Optional.empty(),
                        CipherChoice.AUTO,
                        InstantSource.system())
                .withServices(
                        Optional.empty(), name -> name.equals(SERVICE) ? Optional.of(service) : Optional.empty()));
    }

    private static Created customer(CopiedRegion region, String name) {
        return region.directory
                .customers()
                .create(
                        CustomerSettings.initial(name),
                        Licence.full(java.time.LocalDate.ofInstant(CopiedRegion.START, ZoneOffset.UTC)
                                .plusYears(1)),
                        CopiedRegion.ACTOR);
    }

    private static PersonToken person(CopiedRegion region, CustomerScope scope, String login) {
        return region.directory
                .of(scope)
                .people()
                .add(new People.NewPerson(login, "Name", "", Role.ADMINISTRATOR, new TreeSet<>()), Optional.empty())
                .token();
    }
}

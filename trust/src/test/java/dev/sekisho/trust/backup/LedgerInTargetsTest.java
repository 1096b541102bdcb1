package dev.sekisho.trust.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.records.testing.TestVault;
import dev.sekisho.seal.Vault;
import dev.sekisho.trust.erasure.ErasureLedger;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The erasure ledger's lines on their way to targets of which one hangs. */
class LedgerInTargetsTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @Test
    void aTargetThatHangsHoldsUpNoErasureAndGetsItsLinesLater() throws Exception {
        try (Vault vault = TestVault.open(folder.resolve("keys"))) {
            // Given a target that takes nothing until it is let go, and a job that waits for it
            Hanging hanging = new Hanging(folder.resolve("slow"));
            Target quick = new FolderTarget("quick", "tokyo", folder.resolve("quick"), InstantSource.system());
            ErasureLedger ledger = ErasureLedger.open(
                    List.of(folder.resolve("a/ledger"), folder.resolve("b/ledger")), vault.installation());
            LedgerInTargets lines = new LedgerInTargets(List.of(quick, hanging), ledger::lines, Duration.ofMillis(100));
            ledger.anchor(lines);
            erase(ledger, 1);
            Thread job = Thread.ofVirtual().start(lines::catchUp);
            hanging.reached.await();
            // When somebody is erased meanwhile
            assertTimeoutPreemptively(LIMIT, () -> erase(ledger, 2));
            // Then the ledger is written, and health says who is behind
            assertThat(ledger.head().number()).isEqualTo(2);
            assertThat(lines.problem()).isNotEmpty();
            // When it is let go
            hanging.free.countDown();
            job.join();
            lines.catchUp();
            // Then every target has both lines
            assertThat(lines.problem()).isEmpty();
            assertThat(LedgerInTargets.read(hanging).head()).isEqualTo(ledger.head());
            assertThat(LedgerInTargets.read(quick).head()).isEqualTo(ledger.head());
        }
    }

    @Test
    void aTargetThatWasEmptiedIsFilledAgain() throws Exception {
        try (Vault vault = TestVault.open(folder.resolve("keys"))) {
            // Given
            Path kept = folder.resolve("kept");
            Target target = new FolderTarget("only", "tokyo", kept, InstantSource.system());
            ErasureLedger ledger = ErasureLedger.open(
                    List.of(folder.resolve("a/ledger"), folder.resolve("b/ledger")), vault.installation());
            LedgerInTargets lines = new LedgerInTargets(List.of(target), ledger::lines);
            ledger.anchor(lines);
            erase(ledger, 1);
            assertThat(LedgerInTargets.read(target).count()).isEqualTo(1);
            // When
            java.nio.file.Files.delete(kept.resolve(LedgerInTargets.object(1)));
            lines.catchUp();
            // Then
            assertThat(LedgerInTargets.read(target).head()).isEqualTo(ledger.head());
        }
    }

    @Test
    void whatElseLiesThereHidesNoLine() throws Exception {
        try (Vault vault = TestVault.open(folder.resolve("keys"))) {
            // Given a name that sorts before every line, brought by whoever may put objects
            Target target = new FolderTarget("only", "tokyo", folder.resolve("kept"), InstantSource.system());
            target.put("ledger/0", Target.Body.of(new byte[] {1}));
            ErasureLedger ledger = ErasureLedger.open(
                    List.of(folder.resolve("a/ledger"), folder.resolve("b/ledger")), vault.installation());
            ledger.anchor(new LedgerInTargets(List.of(target), ledger::lines));
            // When
            erase(ledger, 1);
            // Then
            assertThat(LedgerInTargets.read(target).head()).isEqualTo(ledger.head());
        }
    }

    private static void erase(ErasureLedger ledger, long person) {
        var head = ledger.write(
                CustomerId.of(new Id128(7, 7).bytes()),
                Optional.of(new PersonToken(new Id128(1, person))),
                InstantSource.system().instant());
    }

    /** A folder behind a door that is shut at first. */
    private static final class Hanging implements Target {
        private final FolderTarget behind;
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch free = new CountDownLatch(1);

        Hanging(Path folder) {
            this.behind = new FolderTarget("slow", "osaka", folder, InstantSource.system());
        }

        @Override
        public String name() {
            return behind.name();
        }

        @Override
        public String place() {
            return behind.place();
        }

        @Override
        public boolean appendOnly() {
            return false;
        }

        @Override
        public void put(String object, Body body) throws IOException {
            reached.countDown();
            try {
                free.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            behind.put(object, body);
        }

        @Override
        public InputStream get(String object) throws IOException {
            return behind.get(object);
        }

        @Override
        public List<Listed> list(String below) throws IOException {
            return behind.list(below);
        }

        @Override
        public void prune() throws IOException {
            behind.prune();
        }
    }
}

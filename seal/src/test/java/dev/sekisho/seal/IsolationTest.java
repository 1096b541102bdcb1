package dev.sekisho.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.kernel.scope.ScopeIssuer;
import dev.sekisho.seal.CustomerVault.LogKey;
import dev.sekisho.seal.RecordSealer.RecordContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IsolationTest {
    private static final RecordContext ROW = new RecordContext("policy", "p1", 1);
    private static final byte[] MARKER =
            "a-marker-that-is-looked-for-in-every-file".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    @Test
    void nothingOfOneCustomerOpensOrComparesUnderAnother() {
        Fixture fixture = new Fixture(folder);
        CustomerScope second = Fixture.newCustomer();
        try (Vault vault = fixture.open()) {
            // Given
            CustomerVault one = vault.create(fixture.scope());
            CustomerVault other = vault.create(second);
            byte[] row = one.seal(ROW, MARKER);
            other.seal(ROW, MARKER);
            LogKey log = one.newLogKey();
            PersonToken person = new PersonToken(new Id128(1, 2));
            byte[] identity = one.sealIdentity(person, 1, MARKER);
            other.sealIdentity(person, 1, MARKER);
            // Then
            refused(ErrorCode.RECORD_DAMAGED, () -> other.open(ROW, row));
            refused(ErrorCode.RECORD_DAMAGED, () -> vault.installation().open(ROW, row));
            refused(ErrorCode.RECORD_DAMAGED, () -> other.openIdentity(person, 1, identity));
            assertThat(other.logKey(log.id())).isEmpty();
            other.destroyLogKey(log.id());
            assertThat(one.logKey(log.id())).isPresent();
            assertThat(one.blindIndex("login", MARKER))
                    .isEqualTo(one.blindIndex("login", MARKER))
                    .isNotEqualTo(other.blindIndex("login", MARKER))
                    .isNotEqualTo(one.blindIndex("mail", MARKER));
            assertThat(vault.installation().mac("a", MARKER))
                    .isNotEqualTo(vault.installation().mac("b", MARKER));
            assertThat(one.open(ROW, row)).isEqualTo(MARKER);
        }
    }

    @Test
    void aScopeOfAnotherRegionOrOfNobodyIsRefused() {
        Fixture fixture = new Fixture(folder);
        try (Vault vault = fixture.open()) {
            CustomerScope abroad = ScopeIssuer.create(new Region("jp-west")).issueForNewCustomer(new Actor.Job("test"));
            refused(ErrorCode.KEY_UNKNOWN, () -> vault.create(abroad));
            refused(ErrorCode.KEY_UNKNOWN, () -> vault.of(Fixture.newCustomer()));
            assertThat(vault.customers()).isEmpty();
        }
    }

    @Test
    void anIndexKeyRotatesAndTheOldVersionStaysUntilItIsDestroyed() {
        Fixture fixture = new Fixture(folder);
        byte[] first;
        byte[] second;
        try (Vault vault = fixture.open()) {
            CustomerVault one = vault.create(fixture.scope());
            first = one.blindIndex("login", MARKER);
            assertThat(one.blindIndexVersion("login")).isEqualTo(1);
            assertThat(one.rotateBlindIndex("login")).isEqualTo(2);
            second = one.blindIndex("login", MARKER);
            assertThat(second).isNotEqualTo(first);
            assertThat(one.blindIndex("login", 1, MARKER)).isEqualTo(first);
        }
        try (Vault vault = fixture.open()) {
            CustomerVault one = vault.of(fixture.scope());
            assertThat(one.blindIndex("login", MARKER)).isEqualTo(second);
            assertThatThrownBy(() -> one.destroyBlindIndex("login", 2)).isInstanceOf(IllegalArgumentException.class);
            one.destroyBlindIndex("login", 1);
            refused(ErrorCode.KEY_UNKNOWN, () -> one.blindIndex("login", 1, MARKER));
        }
    }

    @Test
    void rotatedRecordKeysSealTheNewAndOpenTheOld() {
        Fixture fixture = new Fixture(folder);
        try (Vault vault = fixture.open()) {
            CustomerVault one = vault.create(fixture.scope());
            byte[] old = one.seal(ROW, MARKER);
            one.rotateRecordKeys();
            byte[] fresh = one.seal(ROW, MARKER);
            assertThat(fresh[4]).isNotEqualTo(old[4]);
            assertThat(one.open(ROW, old)).isEqualTo(one.open(ROW, fresh));
        }
    }

    @Test
    void noFileHoldsAMarkerInClear() throws IOException {
        Fixture fixture = new Fixture(folder);
        try (Vault vault = fixture.open()) {
            writeMarkers(vault, fixture);
        }
        assertThat(filesWithMarker()).isEmpty();
    }

    @Test
    void withoutTheCipherTheSameScanFindsTheMarkers() throws IOException {
        Fixture fixture = new Fixture(folder);
        try (Vault vault = NullCipherVaults.open(fixture.options())) {
            writeMarkers(vault, fixture);
        }
        assertThat(filesWithMarker()).containsExactly("frame", "identity", "row", "segment");
    }

    private void writeMarkers(Vault vault, Fixture fixture) throws IOException {
        CustomerVault one = vault.create(fixture.scope());
        Path stored = Files.createDirectories(folder.resolve("stored"));
        Files.write(stored.resolve("row"), one.seal(ROW, MARKER));
        Files.write(stored.resolve("frame"), one.newLogKey().seal(1, MARKER, 0, MARKER.length));
        Files.write(stored.resolve("identity"), one.sealIdentity(new PersonToken(new Id128(1, 2)), 1, MARKER));
        Files.write(
                stored.resolve("segment"),
                one.sealSegment(LocalDate.EPOCH, MARKER).bytes());
        one.blindIndex("login", MARKER);
    }

    private List<String> filesWithMarker() throws IOException {
        String wanted = new String(MARKER, StandardCharsets.ISO_8859_1);
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(wanted)) {
                    found.add(file.getFileName().toString());
                }
            }
        }
        return found;
    }

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}

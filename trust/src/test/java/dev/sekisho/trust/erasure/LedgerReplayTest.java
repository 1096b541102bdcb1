package dev.sekisho.trust.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.directory.Role;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.records.RecordStore.Stored;
import dev.sekisho.trust.region.TrustRegion;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerReplayTest {
    @TempDir
    private Path folder;

    private TrustRegion region;
    private CustomerScope aoi;
    private PersonToken user;
    private PersonToken other;
    private LedgerReplay replay;

    @BeforeEach
    void open() {
        region = new TrustRegion(folder);
        aoi = region.customer("Aoi");
        user = region.person(aoi, "user@aoi.example", Role.USER);
        other = region.person(aoi, "other@aoi.example", Role.USER);
        replay = new LedgerReplay(region.ledger, region.vault, region::job);
    }

    @AfterEach
    void close() {
        region.close();
    }

    @Test
    void keysThatCameBackAreDestroyedAgainAndOthersAreLeft() {
        // Given keys that live although the ledger says they do not: an old copy of the key store
        CustomerScope beni = region.customer("Beni");
        region.ledger.write(aoi.customer(), Optional.of(user), region.desk.now());
        region.ledger.write(beni.customer(), Optional.empty(), region.desk.now());
        // When
        LedgerReplay.Found found = replay.keys();
        // Then
        assertThat(found).isEqualTo(new LedgerReplay.Found(1, 1));
        assertThatThrownBy(() -> region.vault.of(beni))
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.KEY_DESTROYED));
        assertThatThrownBy(() -> region.directory.of(aoi).people().find(user))
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.KEY_DESTROYED));
        assertThat(region.directory.of(aoi).people().find(other)).isPresent();
        assertThat(replay.keys()).isEqualTo(new LedgerReplay.Found(0, 0));
    }

    @Test
    void recordsThatCameBackAreErasedAgain() {
        // Given
        Stored row = region.records
                .of(aoi)
                .transact(transaction -> transaction.find("identity", user.value()))
                .orElseThrow();
        region.ledger.write(aoi.customer(), Optional.of(user), region.desk.now());
        region.directory.of(aoi).people().erase(user);
        region.records
                .of(aoi)
                .transact(transaction -> transaction.insert("identity", user.value(), row.payload(), Map.of()));
        // When
        replay.keys();
        LedgerReplay.Found found = replay.stores(region.erasures, new LateErasures(region.erasures));
        // Then
        assertThat(found).isEqualTo(new LedgerReplay.Found(0, 1));
        Optional<Stored> left =
                region.records.of(aoi).transact(transaction -> transaction.find("identity", user.value()));
        assertThat(left).isEmpty();
        assertThat(region.events.concealed).containsExactly(user);
        assertThat(region.directory.of(aoi).people().find(other)).isPresent();
        assertThat(replay.stores(region.erasures, new LateErasures(region.erasures)))
                .isEqualTo(new LedgerReplay.Found(0, 0));
    }

    @Test
    void aCustomerThatCameBackIsDeletedAgain() {
        // Given
        region.ledger.write(aoi.customer(), Optional.empty(), region.desk.now());
        // When
        replay.keys();
        replay.stores(region.erasures, new LateErasures(region.erasures));
        // Then
        assertThat(region.deleted).extracting(CustomerScope::customer).containsExactly(aoi.customer());
        assertThat(region.causes).containsExactly(WholeCustomer.Cause.ERASED_BEFORE);
    }
}

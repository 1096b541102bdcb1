package dev.sekisho.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.directory.CustomerSettings.LogUnavailable;
import dev.sekisho.directory.OnRampTable.Match;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnRampsTest {
    @TempDir
    private Path folder;

    private TestRegion region;
    private CustomerScope aoi;
    private CustomerScope beni;

    @BeforeEach
    void open() {
        region = new TestRegion(folder);
        aoi = region.customer("Aoi");
        beni = region.customer("Beni");
    }

    @AfterEach
    void close() {
        region.close();
    }

    private OnRamps ramps(CustomerScope scope) {
        return region.directory.of(scope).onRamps();
    }

    private Optional<Match> find(Directory directory, String address) {
        return directory.onRamps().find(InetAddress.ofLiteral(address));
    }

    private static SekishoException refused(Runnable work) {
        try {
            work.run();
        } catch (SekishoException e) {
            return e;
        }
        throw new AssertionError("nothing was thrown");
    }

    @Test
    void anAddressLeadsToTheCustomerWhoseNetworkItIsInAtOnce() {
        // When
        ramps(aoi).add("office", SourceNetwork.parse("192.0.2.0/24"), false);
        boolean askedBefore = region.directory.onRamps().anySignIn();
        ramps(aoi).add("guests", SourceNetwork.parse("192.0.2.128/25"), true);
        ramps(beni).add("v6", SourceNetwork.parse("2001:db8::/32"), false);
        // Then
        Match office = find(region.directory, "192.0.2.5").orElseThrow();
        assertThat(office.name()).isEqualTo("office");
        assertThat(office.signIn()).isFalse();
        assertThat(office.organisation()).isEqualTo("Aoi");
        assertThat(office.logRetentionDays()).isEqualTo(181);
        assertThat(office.logUnavailable()).isEqualTo(LogUnavailable.REFUSE);
        assertThat(office.zone()).isEqualTo(ZoneId.of("UTC"));
        assertThat(askedBefore).isFalse();
        assertThat(region.directory.onRamps().anySignIn()).isTrue();
        assertThat(office.scope().customer()).isEqualTo(aoi.customer());
        assertThat(office.scope().actor()).isEqualTo(new Actor.Gateway("gateway-1"));
        assertThat(find(region.directory, "192.0.2.200").orElseThrow().name()).isEqualTo("guests");
        assertThat(find(region.directory, "2001:db8::1").orElseThrow().scope().customer())
                .isEqualTo(beni.customer());
        assertThat(find(region.directory, "198.51.100.1")).isEmpty();
        assertThat(find(region.directory, "2001:db9::1")).isEmpty();
    }

    @Test
    void aNetworkThatTouchesAnothersIsRefusedWithoutSayingWhose() {
        // Given
        OnRamps.OnRamp office = ramps(aoi).add("office", SourceNetwork.parse("192.0.2.0/24"), false);
        for (String network : List.of("192.0.2.0/24", "192.0.2.7", "192.0.0.0/16", "0.0.0.0/0")) {
            // When
            SekishoException refusal = refused(() -> ramps(beni).add("mine", SourceNetwork.parse(network), false));
            // Then
            assertThat(refusal.code()).isEqualTo(ErrorCode.CONFLICT);
            assertThat(refusal.getMessage()).doesNotContain("Aoi").doesNotContain("192");
        }
        assertThat(ramps(beni).list()).isEmpty();
        assertThat(ramps(beni).remove(office.id())).isFalse();
        assertThat(refused(() -> ramps(beni).update(office.id(), "x", SourceNetwork.parse("198.51.100.0/24"), false, 1))
                        .code())
                .isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(find(region.directory, "192.0.2.7").orElseThrow().scope().customer())
                .isEqualTo(aoi.customer());
        // and what was given up can be taken
        assertThat(ramps(aoi).remove(office.id())).isTrue();
        assertThat(find(region.directory, "192.0.2.7")).isEmpty();
        ramps(beni).add("mine", SourceNetwork.parse("192.0.2.7"), false);
        assertThat(find(region.directory, "192.0.2.7").orElseThrow().scope().customer())
                .isEqualTo(beni.customer());
    }

    @Test
    void ofTwoWhoClaimOverlappingNetworksAtOnceOneSucceeds() throws Exception {
        for (int round = 0; round < 5; round++) {
            String wide = "10." + round + ".0.0/16";
            String narrow = "10." + round + ".3.0/24";
            List<Future<Boolean>> claims = new ArrayList<>();
            // When
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                claims.add(threads.submit(() -> claimed(aoi, wide)));
                claims.add(threads.submit(() -> claimed(beni, narrow)));
            }
            // Then
            int won = 0;
            for (Future<Boolean> claim : claims) {
                won += claim.get() ? 1 : 0;
            }
            assertThat(won).isEqualTo(1);
        }
    }

    private boolean claimed(CustomerScope scope, String network) {
        try {
            ramps(scope).add("race", SourceNetwork.parse(network), false);
            return true;
        } catch (SekishoException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT);
            return false;
        }
    }

    @Test
    void anotherProcessSeesChangesWhenItLooks() {
        try (Directory other = region.another()) {
            // Given
            OnRamps.OnRamp office = ramps(aoi).add("office", SourceNetwork.parse("192.0.2.0/24"), false);
            // When
            other.refresh();
            // Then
            assertThat(find(other, "192.0.2.1")).isPresent();
            // When
            ramps(aoi).update(office.id(), "branch", SourceNetwork.parse("198.51.100.0/24"), true, 1);
            CustomerDirectory customer = region.directory.of(aoi);
            customer.update(new CustomerSettings("Aoi", "IT desk", false, 7, LogUnavailable.GAP, "Asia/Tokyo", 0), 1);
            other.refresh();
            // Then
            assertThat(find(other, "192.0.2.1")).isEmpty();
            Match branch = find(other, "198.51.100.1").orElseThrow();
            assertThat(branch.signIn()).isTrue();
            assertThat(branch.contact()).isEqualTo("IT desk");
            assertThat(branch.logRetentionDays()).isEqualTo(7);
            assertThat(branch.logUnavailable()).isEqualTo(LogUnavailable.GAP);
            assertThat(branch.zone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
        }
    }

    @Test
    void theDamagedRecordsOfOneCustomerHoldNobodyElseUp() throws Exception {
        // Given
        ramps(aoi).add("office", SourceNetwork.parse("192.0.2.0/24"), false);
        ramps(beni).add("office", SourceNetwork.parse("198.51.100.0/24"), false);
        byte[] undamaged;
        try (var superuser = region.database.superuser();
                var statement = superuser.createStatement()) {
            String settings = "FROM sekisho.sealed_record WHERE kind = 'settings' ORDER BY changed, customer LIMIT 1";
            var row = statement.executeQuery("SELECT payload " + settings);
            row.next();
            undamaged = row.getBytes(1);
            assertThat(undamaged).isNotEmpty();
            statement.execute(
                    "UPDATE sekisho.sealed_record SET payload = set_byte(payload, 40, get_byte(payload, 40) # 1)"
                            + " WHERE (customer, kind) IN (SELECT customer, kind " + settings + ")");
        }
        assertThat(region.directory.problem()).isEmpty();
        // When
        try (Directory other = region.another()) {
            // Then one of the two is served and the other is counted, not guessed
            boolean first = find(other, "192.0.2.1").isPresent();
            boolean second = find(other, "198.51.100.1").isPresent();
            assertThat(first ^ second).isTrue();
            assertThat(other.problem()).startsWith("1 customer(s)");
        }
        // and a process that knew both keeps both
        assertThat(find(region.directory, "192.0.2.1")).isPresent();
        assertThat(find(region.directory, "198.51.100.1")).isPresent();
    }

    @Test
    void anotherProcessLooksByItselfWithinFiveSeconds() throws Exception {
        try (Directory other = region.another()) {
            // Given
            ramps(aoi).add("office", SourceNetwork.parse("192.0.2.0/24"), false);
            // When
            long end = System.nanoTime() + java.util.concurrent.TimeUnit.SECONDS.toNanos(5);
            while (find(other, "192.0.2.1").isEmpty() && System.nanoTime() < end) {
                Thread.sleep(50);
            }
            // Then
            assertThat(find(other, "192.0.2.1")).isPresent();
        }
    }
}

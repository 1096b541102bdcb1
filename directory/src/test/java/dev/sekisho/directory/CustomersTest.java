package dev.sekisho.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.directory.CustomerSettings.LogUnavailable;
import dev.sekisho.directory.Customers.Created;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CustomersTest {
    @TempDir
    private Path folder;

    private TestRegion region;

    @BeforeEach
    void open() {
        region = new TestRegion(folder);
    }

    @AfterEach
    void close() {
        region.close();
    }

    @Test
    void aCustomerHasSettingsAnAuthorityAndAReferenceThatSaysNothing() {
        // When
        Created created = region.directory
                .customers()
                .create(
                        CustomerSettings.initial("Aoi Trading"),
                        region.directory.customers().firstLicence(),
                        TestRegion.OPERATOR);
        // Then
        CustomerDirectory aoi = region.directory.of(created.scope());
        assertThat(aoi.settings())
                .isEqualTo(new CustomerSettings("Aoi Trading", "", false, 181, LogUnavailable.REFUSE, "UTC", 1));
        assertThat(aoi.inspectionCa().certificate().getSubjectX500Principal().getName())
                .contains("Aoi Trading");
        assertThat(created.customer().reference().value())
                .isNotEqualTo(Id128.of(created.scope().customer().bytes()));
        assertThat(region.directory.customers().list()).containsExactly(created.customer());
        assertThat(region.directory.customers().find(created.customer().reference()))
                .contains(created.customer());
        assertThat(region.directory.customers().find(CustomerReference.parse(new Id128(1, 2).toString())))
                .isEmpty();
    }

    @Test
    void jobsGetAScopeOfEachCustomerInTheJobsName() {
        // Given
        CustomerScope aoi = region.customer("Aoi");
        region.dataClock.moveTo(TestRegion.START.plusSeconds(1));
        CustomerScope beni = region.customer("Beni");
        // When
        var scopes = region.directory.customers().scopes(new Actor.Job("lake.retention"));
        // Then
        assertThat(scopes).extracting(CustomerScope::customer).containsExactly(aoi.customer(), beni.customer());
        assertThat(scopes).extracting(CustomerScope::actor).containsOnly(new Actor.Job("lake.retention"));
    }

    @Test
    void settingsChangeWithTheVersionThatWasReadOnly() {
        // Given
        CustomerScope scope = region.customer("Aoi");
        CustomerDirectory aoi = region.directory.of(scope);
        CustomerSettings wanted =
                new CustomerSettings("Aoi KK", "IT desk 1234", true, 30, LogUnavailable.GAP, "Asia/Tokyo", 0);
        // When
        CustomerSettings stored = aoi.update(wanted, 1);
        // Then
        assertThat(stored.version()).isEqualTo(2);
        assertThat(aoi.settings()).isEqualTo(stored);
        assertThat(region.directory.customers().list())
                .extracting(Customers.Customer::name)
                .containsExactly("Aoi KK");
        assertThatThrownBy(() -> aoi.update(wanted, 1))
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        for (Runnable bad : new Runnable[] {
            () -> CustomerSettings.initial(" "),
            () -> new CustomerSettings("A", "", true, 182, LogUnavailable.GAP, "UTC", 0),
            () -> new CustomerSettings("A", "", true, 0, LogUnavailable.GAP, "UTC", 0),
            () -> new CustomerSettings("A", "x".repeat(201), true, 1, LogUnavailable.GAP, "UTC", 0),
            () -> new CustomerSettings("A", "", true, 1, LogUnavailable.GAP, "Mars/Olympus", 0)
        }) {
            assertThatThrownBy(bad::run)
                    .isInstanceOfSatisfying(
                            SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT));
        }
    }

    @Test
    void anInvitationMakesOnePersonAndEnds() {
        // Given
        Created created = region.directory
                .customers()
                .create(
                        CustomerSettings.initial("Aoi"),
                        region.directory.customers().firstLicence(),
                        TestRegion.OPERATOR);
        String secret = region.directory
                .customers()
                .invite(created.customer().reference(), Role.ADMINISTRATOR, Duration.ofDays(2), TestRegion.OPERATOR);
        Authentication door = region.directory.authentication();
        assertThat(door.invitation(secret)).contains(new Authentication.Invitation("Aoi", Role.ADMINISTRATOR));
        // When the password is too weak it can be tried again
        assertThatThrownBy(() -> door.accept(secret, "hanako@aoi.example", "Hanako", "", "short".toCharArray()))
                .isInstanceOf(SekishoException.class);
        Caller caller = door.accept(secret, "hanako@aoi.example", "Hanako", "", TestRegion.PASSWORD.toCharArray());
        // Then
        assertThat(caller).isInstanceOfSatisfying(Caller.CustomerPerson.class, person -> {
            assertThat(person.role()).isEqualTo(Role.ADMINISTRATOR);
            assertThat(person.scope().customer()).isEqualTo(created.scope().customer());
        });
        assertThat(door.invitation(secret)).isEmpty();
        assertThatThrownBy(() -> door.accept(secret, "b@aoi.example", "B", "", TestRegion.PASSWORD.toCharArray()))
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
        // and one that nobody used ends by real time
        String late = region.directory
                .customers()
                .invite(created.customer().reference(), Role.USER, Duration.ofDays(1), TestRegion.OPERATOR);
        region.realClock.moveTo(TestRegion.START.plus(Duration.ofDays(1)));
        assertThat(door.invitation(late)).isEmpty();
    }
}

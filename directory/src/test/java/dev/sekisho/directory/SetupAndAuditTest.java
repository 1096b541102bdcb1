package dev.sekisho.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetupAndAuditTest {
    @TempDir
    private Path folder;

    private TestRegion region;
    private Setup setup;

    @BeforeEach
    void open() {
        region = new TestRegion(folder);
        setup = region.directory.setup();
    }

    @AfterEach
    void close() {
        region.close();
    }

    private static ErrorCode codeOf(Runnable work) {
        try {
            work.run();
        } catch (SekishoException e) {
            return e.code();
        }
        throw new AssertionError("nothing was thrown");
    }

    @Test
    void theSetUpTokenWorksOnceAndItsSessionKeepsWhatWasTyped() {
        // Given
        assertThat(setup.done()).isFalse();
        String token = setup.issueToken();
        // When
        String session = setup.exchange(token);
        // Then
        assertThat(codeOf(() -> setup.exchange(token))).isEqualTo(ErrorCode.SETUP_TOKEN_INVALID);
        assertThat(setup.state(session)).isEmpty();
        setup.saveState(session, "typed".getBytes(StandardCharsets.UTF_8));
        assertThat(setup.state(session)).isEqualTo("typed".getBytes(StandardCharsets.UTF_8));
        assertThat(codeOf(() -> setup.state("another"))).isEqualTo(ErrorCode.SETUP_TOKEN_INVALID);
        setup.complete(session);
        assertThat(setup.done()).isTrue();
        assertThat(codeOf(() -> setup.state(session))).isEqualTo(ErrorCode.SETUP_TOKEN_INVALID);
        assertThat(codeOf(setup::issueToken)).isEqualTo(ErrorCode.CONFLICT);
    }

    @Test
    void aTokenDiesAfterAnHourAndWhenANewOneIsMade() {
        // Given
        String first = setup.issueToken();
        String second = setup.issueToken();
        assertThat(codeOf(() -> setup.exchange(first))).isEqualTo(ErrorCode.SETUP_TOKEN_INVALID);
        // When
        region.dataClock.moveTo(TestRegion.START.plus(Duration.ofDays(2)));
        region.realClock.moveTo(TestRegion.START.plus(Duration.ofHours(1)));
        // Then
        assertThat(codeOf(() -> setup.exchange(second))).isEqualTo(ErrorCode.SETUP_TOKEN_INVALID);
        assertThat(codeOf(() -> setup.exchange(""))).isEqualTo(ErrorCode.SETUP_TOKEN_INVALID);
        assertThat(setup.exchange(setup.issueToken())).isNotEmpty();
    }

    @Test
    void aDemonstrationIsSetUpWithoutASession() {
        // Given
        String token = setup.issueToken();
        // When
        setup.completeWithoutSession();
        // Then
        assertThat(setup.done()).isTrue();
        assertThat(codeOf(() -> setup.exchange(token))).isEqualTo(ErrorCode.SETUP_TOKEN_INVALID);
    }

    @Test
    void theTrailIsListedNewestFirstPageByPage() {
        // Given
        CustomerScope scope = region.customer("Aoi");
        AuditTrail trail = region.directory.of(scope).audit();
        for (int i = 0; i < 7; i++) {
            // Some in the same moment, some later
            region.dataClock.moveTo(TestRegion.START.plusSeconds(i / 2));
            trail.write(new Actor.Job("test"), "test.step", Integer.toString(i));
        }
        // When
        List<String> objects = new ArrayList<>();
        Optional<Id128> before = Optional.empty();
        while (true) {
            List<AuditTrail.Entry> page = trail.list(before, 3);
            if (page.isEmpty()) {
                break;
            }
            page.stream()
                    .filter(entry -> entry.verb().equals("test.step"))
                    .forEach(entry -> objects.add(entry.object()));
            before = Optional.of(page.getLast().id());
        }
        // Then
        assertThat(objects).containsExactly("6", "5", "4", "3", "2", "1", "0");
    }

    @Test
    void everyChangeIsInTheTrailOfItsOwnerWithTheActor() {
        // Given
        CustomerScope scope = region.customer("Aoi");
        CustomerDirectory aoi = region.directory.of(scope);
        Person hanako = region.person(scope, "hanako@aoi.example", "Hanako", Role.USER);
        // When
        aoi.update(aoi.settings(), 1);
        aoi.onRamps().add("office", SourceNetwork.parse("192.0.2.0/24"), false);
        aoi.tokens().make("export", Role.READ_ONLY, Optional.empty());
        aoi.policies().publish("decryption: [{name: rest, then: inspect}]\naccess: [{name: rest, then: allow}]\n", 0);
        aoi.inspectionCa().intermediate();
        aoi.people().erase(hanako.token());
        // Then
        List<AuditTrail.Entry> entries = aoi.audit().list(Optional.empty(), 100);
        assertThat(entries)
                .extracting(AuditTrail.Entry::verb)
                .containsExactly(
                        "person.erase",
                        "inspection-ca.renew-intermediate",
                        "policy.publish",
                        "token.make",
                        "on-ramp.add",
                        "settings.update",
                        "person.add",
                        "customer.create",
                        "inspection-ca.make");
        assertThat(entries).extracting(AuditTrail.Entry::actor).containsOnly(TestRegion.OPERATOR);
        assertThat(entries).noneMatch(entry -> entry.object().contains("anako"));
        assertThat(region.directory.audit().list(Optional.empty(), 100))
                .extracting(AuditTrail.Entry::verb)
                .containsExactly("customer.create");
    }
}

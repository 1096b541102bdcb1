package dev.sekisho.trust.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.directory.Role;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.seal.receipt.Receipt;
import dev.sekisho.trust.erasure.Erasure.Intake;
import dev.sekisho.trust.erasure.Erasure.State;
import dev.sekisho.trust.erasure.Erasure.Subject;
import dev.sekisho.trust.receipt.Subject.Customer;
import dev.sekisho.trust.region.TrustRegion;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waits for its time does not begin by a clock that leapt. */
class LeaptClockTest {
    @TempDir
    private Path folder;

    private TrustRegion region;
    private CustomerScope aoi;
    private CustomerScope asTaro;
    private Erasure asked;
    private ErasureDesk disbelieving;

    @BeforeEach
    void open() {
        region = new TrustRegion(folder);
        aoi = region.customer("Aoi");
        PersonToken hanako = region.person(aoi, "hanako@aoi.example", Role.ADMINISTRATOR);
        PersonToken taro = region.person(aoi, "taro@aoi.example", Role.ADMINISTRATOR);
        PersonToken user = region.person(aoi, "user@aoi.example", Role.USER);
        asTaro = region.as(aoi, taro);
        asked = region.erasures.of(region.as(aoi, hanako)).request(new Subject.Person(user), Intake.CONSOLE);
        disbelieving = region.disbelieving();
    }

    @AfterEach
    void close() {
        region.close();
    }

    private Erasure now() {
        return region.erasures.of(asTaro).find(asked.id()).orElseThrow();
    }

    private List<String> steps() {
        Customer subject = new Customer(region.directory.of(aoi).reference());
        return region.receipts.list(subject, Long.MAX_VALUE, 100).reversed().stream()
                .map(Receipt::statement)
                .map(statement -> statement.facts().getOrDefault("step", ""))
                .toList();
    }

    @Test
    void theTimeInWhichAnErasureCanBeTakenBackIsNotSkipped() throws Exception {
        // Given
        var approved = region.erasures.of(asTaro).approve(asked.id(), asked.version());
        assertThat(approved.state()).isEqualTo(State.APPROVED);
        // When
        region.pass(Duration.ofDays(200));
        // Then
        assertThatThrownBy(() -> new ErasureJob(disbelieving).run(Instant.EPOCH))
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CLOCK_LEAPT));
        assertThat(now().state()).isEqualTo(State.APPROVED);
        // When a laboratory believes it
        new ErasureJob(region.erasures).run(Instant.EPOCH);
        // Then
        assertThat(now().state()).isEqualTo(State.DONE);
    }

    @Test
    void whatIsDecidedMeanwhileIsStatedWhenTheClockIsRight() throws Exception {
        // Given
        List<String> before = steps();
        region.pass(Duration.ofDays(200));
        // When
        Erasure refused = disbelieving.of(asTaro).refuse(asked.id(), "not this person", asked.version());
        // Then
        assertThat(refused.state()).isEqualTo(State.REFUSED);
        assertThat(steps()).isEqualTo(before);
        // When
        new ErasureJob(region.erasures).run(Instant.EPOCH);
        // Then
        assertThat(steps()).hasSize(before.size() + 1).endsWith("refused");
    }
}

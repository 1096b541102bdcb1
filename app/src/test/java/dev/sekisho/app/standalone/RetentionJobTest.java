package dev.sekisho.app.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.kernel.scope.ScopeIssuer;
import dev.sekisho.lake.CustomerLake.Retained;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RetentionJobTest {
    private final ScopeIssuer issuer = ScopeIssuer.create(new Region("jp-east"));
    private final CustomerScope short7 = issuer.issueForNewCustomer(new Actor.Job("test"));
    private final CustomerScope long181 = issuer.issueForNewCustomer(new Actor.Job("test"));
    private final Map<CustomerId, Integer> retained = new LinkedHashMap<>();

    private RetentionJob job(RetentionJob.Retaining lake) {
        return new RetentionJob(
                actor -> actor.equals(new Actor.Job("lake.retention")) ? List.of(short7, long181) : List.of(),
                scope -> scope.equals(short7) ? 7 : 181,
                lake);
    }

    private Retained keep(CustomerScope scope, int days) {
        retained.put(scope.customer(), days);
        return new Retained(1, 1, 1);
    }

    @Test
    void everyCustomerKeepsTheDaysOfItsOwnSettings() throws Exception {
        // When
        job(this::keep).run(Instant.EPOCH);

        // Then
        assertThat(retained).isEqualTo(Map.of(short7.customer(), 7, long181.customer(), 181));
    }

    @Test
    void aCustomerThatFailsDoesNotHoldUpTheOthersAndTheJobFailsSoThatItIsTriedAgain() {
        // Given
        RetentionJob job = job((scope, days) -> {
            if (scope.equals(short7)) {
                throw new SekishoException(ErrorCode.KEY_STORE_UNAVAILABLE, "a place is missing");
            }
            return keep(scope, days);
        });

        // When // Then
        assertThatThrownBy(() -> job.run(Instant.EPOCH)).isInstanceOf(SekishoException.class);
        assertThat(retained).isEqualTo(Map.of(long181.customer(), 181));
    }

    @Test
    void itFallsDueAtOnceAndThenSoonAfterEveryMidnightOfUtc() {
        // Given
        RetentionJob job = job(this::keep);
        Instant now = Instant.parse("2026-11-22T21:30:00Z");
        Instant next = Instant.parse("2026-11-23T00:00:05Z");

        // Then
        assertThat(job.nextDue(Instant.EPOCH, now)).isEqualTo(now);
        assertThat(job.nextDue(now, now)).isEqualTo(next);
        assertThat(job.nextDue(Instant.parse("2026-11-23T00:00:01Z"), now)).isEqualTo(next);
        assertThat(job.nextDue(next, next)).isEqualTo(Instant.parse("2026-11-24T00:00:05Z"));
    }
}

package dev.sekisho.directory.service;

import dev.sekisho.directory.credential.SealedSessions;
import dev.sekisho.kernel.job.Job;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import java.time.Duration;
import java.time.Instant;

/** Removes sessions, tokens and invitations that ended, by real time. */
final class Housekeeping implements Job {
    private static final Duration EVERY = Duration.ofHours(1);
    private final Parts parts;

    Housekeeping(Parts parts) {
        this.parts = parts;
    }

    @Override
    public String name() {
        return "directory.housekeeping";
    }

    @Override
    public Instant nextDue(Instant last, Instant now) {
        return last.equals(Instant.EPOCH) ? now.plus(EVERY) : last.plus(EVERY);
    }

    @Override
    public void run(Instant due) throws InterruptedException {
        Instant now = parts.foundation.realNow();
        Actor.Job actor = new Actor.Job(name());
        parts.foundation.gatekeeper().removeExpired(now);
        new SealedSessions(parts.foundation, parts.foundation.installation(), parts.audit, actor).removeExpired(now);
        for (CustomerScope scope : parts.register.scopes(actor)) {
            if (Thread.interrupted()) {
                throw new InterruptedException("stopped between two customers");
            }
            parts.of(scope).sealedSessions().removeExpired(now);
        }
    }
}

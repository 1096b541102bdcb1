package dev.sekisho.trust.erasure;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.job.Job;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.CustomerScope;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the ledger says of customers whose key services gave nothing at the start: it is applied as soon as the keys are back, and
 * before the first question about the customer's events is answered ({@link LateLake}). Each minute for those that nobody asks
 * about.
 */
public final class LateErasures implements Job {
    private static final Logger LOG = LoggerFactory.getLogger(LateErasures.class);
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final ErasureDesk parts;
    private final Map<CustomerId, Late> waiting = new ConcurrentHashMap<>();

    /** Nobody waits yet. */
    public LateErasures(ErasureDesk parts) {
        this.parts = parts;
    }

    private record Late(CustomerScope scope, Set<PersonToken> people) {}

    /**
     * Erases people again now, or remembers that they are to be erased when the customer's keys are back.
     *
     * @return how many were in the records again
     */
    int erase(CustomerScope scope, Set<PersonToken> people) {
        try {
            return apply(scope, people);
        } catch (SekishoException e) {
            if (!isWithdrawn(e)) {
                throw e;
            }
            waiting.put(scope.customer(), new Late(scope, Set.copyOf(people)));
            LOG.warn("A customer's key service gives nothing: what was erased of the customer is hidden when it does.");
            return 0;
        }
    }

    private int apply(CustomerScope scope, Set<PersonToken> people) {
        parts.events().conceal(scope, people);
        int persons = 0;
        for (PersonToken token : people) {
            PersonErasure person = parts.person(scope, token);
            if (person.isKnown()) {
                person.forget();
                persons++;
            }
        }
        return persons;
    }

    /**
     * Applies what waits for a customer; to be called before anything of the customer is answered.
     *
     * @throws SekishoException {@code KEY_WITHDRAWN}, or what else keeps it from being applied: then nothing may be answered
     */
    void require(CustomerId customer) {
        if (!waiting.containsKey(customer)) {
            return;
        }
        parts.desk().turns().of(customer, () -> {
            Late late = waiting.get(customer);
            return late == null ? 0 : end(customer, late);
        });
    }

    private int end(CustomerId customer, Late late) {
        int persons = 0;
        try {
            persons = apply(late.scope(), late.people());
        } catch (SekishoException e) {
            if (!isGone(late.scope())) {
                throw e;
            }
        }
        waiting.remove(customer);
        LOG.info("The keys of a customer are back; what was erased of it is hidden, {} people of it again", persons);
        return persons;
    }

    /** Deleted meanwhile: nothing of it opens any more. */
    private boolean isGone(CustomerScope scope) {
        try {
            var unused = parts.desk().vault().of(scope);
            return false;
        } catch (SekishoException e) {
            return e.code() == ErrorCode.KEY_DESTROYED || e.code() == ErrorCode.KEY_UNKNOWN;
        }
    }

    @Override
    public String name() {
        return "trust.erasure-late";
    }

    @Override
    public Instant nextDue(Instant last, Instant now) {
        return last.equals(Instant.EPOCH) ? now : last.plus(EVERY);
    }

    @Override
    public void run(Instant due) throws InterruptedException {
        @Nullable SekishoException failure = null;
        for (CustomerId customer : waiting.keySet()) {
            if (Thread.interrupted()) {
                throw new InterruptedException("stopped between two customers");
            }
            try {
                require(customer);
            } catch (SekishoException e) {
                if (!isWithdrawn(e)) {
                    LOG.warn("What was erased of a customer could not be hidden yet: {}", e.code());
                    failure = e;
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static boolean isWithdrawn(SekishoException e) {
        return e.code() == ErrorCode.KEY_WITHDRAWN || e.code() == ErrorCode.KEY_SERVICE_UNAVAILABLE;
    }

    /** Who waits, without naming a customer; empty if nobody does. */
    public String problem() {
        int customers = waiting.size();
        return customers == 0
                ? ""
                : customers + " customer(s) whose key service gives nothing wait for erasures to be applied again";
    }
}

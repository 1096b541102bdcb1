package dev.sekisho.directory;

import dev.sekisho.kernel.job.Job;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.policy.PolicySource;
import java.util.List;
import java.util.function.Consumer;

/**
 * The directory of one region: what is known about customers, their people and the provider's operators. What belongs to a
 * customer is reached through {@link #of}, whose handle is the customer; everything else belongs to the installation.
 */
public interface Directory extends AutoCloseable {
    /** What belongs to the scope's customer; every change is written to its audit trail as the scope's actor. */
    CustomerDirectory of(CustomerScope scope);

    /** The register of customers, for operators, jobs and set-up. */
    Customers customers();

    /** Customers on their way out, and what is kept of those who are gone. */
    Departures departures();

    /** What customers may use and until when; answers at once, from memory. */
    LicenceTable licences();

    /** The provider's own people. */
    Operators operators();

    /** From a password, an API token, a session or an invitation to who is asking. */
    Authentication authentication();

    /** From a source address to the customer whose traffic comes from there; answers at once, from memory. */
    OnRampTable onRamps();

    /** The policies in force; answers at once, from memory. */
    PolicySource policies();

    /** What is stored of customers' events; answers at once, from memory. */
    CollectionTable collections();

    /** Whether this installation was set up, and the one-time token to do so. */
    Setup setup();

    /** What operators did. */
    AuditTrail audit();

    /** What has to be done from time to time: sessions and invitations that ended are removed. For the job table. */
    List<Job> jobs();

    /**
     * Looks for what other processes changed since the last look, and takes it over. Called by itself every two seconds; only a
     * test has to call it.
     */
    void refresh();

    /**
     * Tells what follows when nothing of a customer may stay in memory: its keys were withdrawn, or it left. Called once or more
     * often, also while keys are being destroyed, on a thread that must not be held up.
     */
    void onForgotten(Consumer<CustomerId> listener);

    /** What is wrong, for health, without naming a customer; empty if nothing is. */
    String problem();

    /** Stops looking for changes; the records stay open. */
    @Override
    void close();
}

package dev.sekisho.trust.desk;

import dev.sekisho.directory.Directory;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.records.RecordStore;
import dev.sekisho.records.Records;
import dev.sekisho.seal.Vault;
import dev.sekisho.trust.clock.ClockGuard;
import dev.sekisho.trust.receipt.ReceiptBook;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What requests stand on.
 *
 * @param records where they are kept
 * @param directory people and audit trails
 * @param vault keys
 * @param receipts what is stated
 * @param clock the time of data life
 * @param guard whether that can be believed
 * @param random for identifiers
 * @param turns who states what was decided
 */
public record Desk(
        Records records,
        Directory directory,
        Vault vault,
        ReceiptBook receipts,
        InstantSource clock,
        ClockGuard guard,
        SecureRandom random,
        Turns turns) {

    /** A desk at which nobody else sits. */
    public Desk(
            Records records,
            Directory directory,
            Vault vault,
            ReceiptBook receipts,
            InstantSource clock,
            ClockGuard guard,
            SecureRandom random) {
        this(records, directory, vault, receipts, clock, guard, random, new Turns());
    }

    /** The customer's records. */
    public RecordStore store(CustomerScope scope) {
        return records.of(scope);
    }

    /** The time of data life. */
    public Instant now() {
        return clock.instant();
    }

    /**
     * The time of data life, for what ends or deletes something because time has passed.
     *
     * @throws dev.sekisho.kernel.error.SekishoException {@code CLOCK_SET_BACK} or {@code CLOCK_LEAPT}: nothing ends by that clock
     */
    public Instant sure() {
        return guard.require();
    }

    /** A new identifier. */
    public Id128 newId() {
        return Id128.random(random);
    }

    /**
     * The person behind an actor: a program counts as the person who made its token, so that nobody is two persons. Empty for the
     * product's own jobs and for tokens that no person made.
     */
    public Optional<PersonToken> personOf(CustomerScope scope) {
        return switch (scope.actor()) {
            case Actor.Person person -> Optional.of(person.token());
            case Actor.Program program -> directory.of(scope).tokens().maker(program.tokenId());
            case Actor.Operator operator -> Optional.empty();
            case Actor.Gateway gateway -> Optional.empty();
            case Actor.Job job -> Optional.empty();
        };
    }

    /** What is stated about the scope's customer. */
    public Outbox outbox(CustomerScope scope) {
        return new Outbox(this, scope);
    }
}

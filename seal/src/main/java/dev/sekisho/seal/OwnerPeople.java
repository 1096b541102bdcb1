package dev.sekisho.seal;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.seal.codec.RecordKey;
import dev.sekisho.seal.codec.Secret;
import dev.sekisho.seal.keys.Change;
import dev.sekisho.seal.keys.EntryId;
import dev.sekisho.seal.keys.Kind;
import java.util.List;

/** The identity rows of one customer, each under the key of its person. */
final class OwnerPeople {
    private static final byte[] NOTHING = new byte[0];
    private final OwnerKeys keys;

    OwnerPeople(OwnerKeys keys) {
        this.keys = keys;
    }

    byte[] seal(PersonToken person, long version, byte[] plain) {
        EntryId id = entry(Kind.PERSON, person);
        byte[] secret =
                keys.open(id).orElseGet(() -> keys.making(() -> keys.open(id).orElseGet(() -> make(person))));
        return key(secret).seal(person.toString(), version, plain);
    }

    byte[] open(PersonToken person, long version, byte[] sealed) {
        keys.requireAlive();
        if (isDestroyed(person)) {
            // Also while the owner's keys are withdrawn: they would open nothing of it.
            throw OwnerKeys.destroyed();
        }
        byte[] secret = keys.open(entry(Kind.PERSON, person)).orElseThrow(() -> missing(person));
        return key(secret).open(person.toString(), version, sealed);
    }

    /** Opens nothing, so it needs no key of the owner's: also while these are withdrawn. */
    void destroy(PersonToken person) {
        keys.destroying(() -> {
            keys.store()
                    .commit(
                            new Change.Destroy(entry(Kind.PERSON, person)),
                            new Change.Put(entry(Kind.PERSON_DESTROYED, person), NOTHING));
            keys.store().destroy(List.of());
        });
    }

    private byte[] make(PersonToken person) {
        if (isDestroyed(person)) {
            throw OwnerKeys.destroyed();
        }
        byte[] secret = Secret.random(keys.random()).bytes();
        keys.add(entry(Kind.PERSON, person), secret);
        return secret;
    }

    /** Not kept: there are many people, and a key kept is a key that a destruction must find. */
    private RecordKey key(byte[] secret) {
        return new RecordKey(keys.cipher(), Secret.of(secret), keys.owner(), "identity", 0, keys.random());
    }

    private SekishoException missing(PersonToken person) {
        return isDestroyed(person)
                ? OwnerKeys.destroyed()
                : new SekishoException(ErrorCode.KEY_UNKNOWN, "The person has no identity key here.");
    }

    private boolean isDestroyed(PersonToken person) {
        return keys.store().has(entry(Kind.PERSON_DESTROYED, person));
    }

    private EntryId entry(Kind kind, PersonToken person) {
        return EntryId.of(kind, keys.owner().id(), person.value());
    }
}

package dev.sekisho.directory.service;

import dev.sekisho.directory.ApiTokens;
import dev.sekisho.directory.AuditTrail;
import dev.sekisho.directory.CollectionRegister;
import dev.sekisho.directory.CustomerDirectory;
import dev.sekisho.directory.CustomerReference;
import dev.sekisho.directory.CustomerSettings;
import dev.sekisho.directory.InspectionCa;
import dev.sekisho.directory.Licence;
import dev.sekisho.directory.OnRamps;
import dev.sekisho.directory.People;
import dev.sekisho.directory.Policies;
import dev.sekisho.directory.Sessions;
import dev.sekisho.directory.audit.SealedAudit;
import dev.sekisho.directory.base.Foundation;
import dev.sekisho.directory.ca.SealedCa;
import dev.sekisho.directory.collection.SealedCollection;
import dev.sekisho.directory.credential.SealedSessions;
import dev.sekisho.directory.credential.SealedTokens;
import dev.sekisho.directory.customer.StoredSettings;
import dev.sekisho.directory.onramp.SealedOnRamps;
import dev.sekisho.directory.people.SealedPeople;
import dev.sekisho.directory.published.SealedPolicies;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.records.RecordStore;
import java.util.Optional;

/** One customer's directory, for one scope. */
final class CustomerHandle implements CustomerDirectory {
    private final Parts parts;
    private final Foundation foundation;
    private final CustomerScope scope;
    private final RecordStore store;
    private final SealedAudit audit;

    CustomerHandle(Parts parts, CustomerScope scope) {
        this.parts = parts;
        this.foundation = parts.foundation;
        this.scope = scope;
        this.store = foundation.records().of(scope);
        this.audit = new SealedAudit(foundation, store);
    }

    @Override
    public CustomerSettings settings() {
        return store.transact(StoredSettings::read);
    }

    @Override
    public CustomerSettings update(CustomerSettings settings, long expected) {
        CustomerSettings updated = store.transact(transaction -> {
            audit.add(transaction, scope.actor(), "settings.update", Long.toString(expected + 1));
            return StoredSettings.update(transaction, settings, expected);
        });
        parts.register.renamed(scope.customer(), updated.name());
        return updated;
    }

    @Override
    public CustomerReference reference() {
        return parts.licences.of(scope.customer()).reference();
    }

    @Override
    public Licence licence() {
        return parts.licences.of(scope.customer()).licence();
    }

    @Override
    public Licence chooseLockedTraffic(Licence.LockedTraffic choice, long expected) {
        Licence chosen = parts.licences.chooseLockedTraffic(scope.customer(), choice, expected, scope.actor());
        audit.write(scope.actor(), "licence.locked-traffic", Long.toString(chosen.version()));
        return chosen;
    }

    @Override
    public CollectionRegister collection() {
        return sealedCollection();
    }

    SealedCollection sealedCollection() {
        return new SealedCollection(foundation, scope, store, audit, () -> {
            parts.changes.announce(scope.customer());
            parts.refresh();
        });
    }

    @Override
    public People people() {
        return sealedPeople();
    }

    SealedPeople sealedPeople() {
        return new SealedPeople(foundation, scope, store, audit, sealedSessions(), parts.people);
    }

    @Override
    public ApiTokens tokens() {
        return new SealedTokens(
                foundation, store, audit, scope.actor(), Optional.of(scope.customer()), Optional.empty());
    }

    @Override
    public Sessions sessions() {
        return sealedSessions();
    }

    SealedSessions sealedSessions() {
        return new SealedSessions(foundation, store, audit, scope.actor());
    }

    @Override
    public OnRamps onRamps() {
        return new SealedOnRamps(foundation, scope, audit, parts.changes, parts::refresh);
    }

    @Override
    public Policies policies() {
        return sealedPolicies();
    }

    SealedPolicies sealedPolicies() {
        return new SealedPolicies(foundation, scope, store, people(), audit, () -> {
            parts.changes.announce(scope.customer());
            parts.refresh();
        });
    }

    @Override
    public InspectionCa inspectionCa() {
        return new SealedCa(foundation, store, audit, scope.actor());
    }

    @Override
    public AuditTrail audit() {
        return audit;
    }

    RecordStore store() {
        return store;
    }
}

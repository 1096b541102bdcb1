package dev.sekisho.directory.service;

import dev.sekisho.directory.audit.SealedAudit;
import dev.sekisho.directory.base.Changes;
import dev.sekisho.directory.base.Foundation;
import dev.sekisho.directory.credential.Passwords;
import dev.sekisho.directory.customer.LicenceBook;
import dev.sekisho.directory.customer.Register;
import dev.sekisho.directory.customer.SealedDepartures;
import dev.sekisho.directory.live.LiveView;
import dev.sekisho.directory.people.Logins;
import dev.sekisho.directory.people.NameDirectories;
import dev.sekisho.directory.people.SealedOperators;
import dev.sekisho.directory.people.SealedPeople.PeopleParts;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.CustomerScope;

/** What the handles of a directory share. */
final class Parts {
    final Foundation foundation;
    final SealedAudit audit;
    final Passwords passwords;
    final Changes changes;
    final PeopleParts people;
    final SealedOperators operators;
    final LicenceBook licences;
    final Register register;
    final SealedDepartures departures;
    final LiveView live;

    Parts(Foundation foundation) {
        this.foundation = foundation;
        this.audit = new SealedAudit(foundation, foundation.installation());
        this.passwords = Passwords.of(foundation.random(), foundation.options().realClock());
        this.changes = new Changes(foundation);
        Logins logins = new Logins(foundation);
        NameDirectories names = new NameDirectories();
        this.people = new PeopleParts(logins, passwords, names, changes);
        this.operators = new SealedOperators(foundation, logins, passwords, audit);
        this.licences = new LicenceBook(foundation, audit, changes, this::refresh);
        this.register = new Register(foundation, audit, changes, licences, this::refresh);
        this.departures = new SealedDepartures(foundation, audit, changes, this::refresh, this::drop);
        this.live = new LiveView(
                foundation,
                changes,
                register,
                licences,
                scope -> of(scope).sealedPolicies().inForce(),
                scope -> of(scope).sealedCollection().ready(),
                names::forget);
    }

    CustomerHandle of(CustomerScope scope) {
        return new CustomerHandle(this, scope);
    }

    private void drop(CustomerId customer) {
        live.drop(customer);
    }

    void refresh() {
        live.refresh();
    }
}

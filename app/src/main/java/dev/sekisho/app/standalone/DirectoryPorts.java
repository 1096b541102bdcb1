package dev.sekisho.app.standalone;

import dev.sekisho.directory.Directory;
import dev.sekisho.directory.Licence;
import dev.sekisho.directory.OnRampTable;
import dev.sekisho.gateway.Identity;
import dev.sekisho.gateway.InspectionAuthority;
import dev.sekisho.gateway.OnRamps;
import dev.sekisho.gateway.event.WhenLogFails;
import dev.sekisho.kernel.scope.CustomerScope;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** The gateway's ports, answered by the directory of the same process. */
final class DirectoryPorts {
    private final Directory directory;
    private final InstantSource dataClock;

    DirectoryPorts(Directory directory, InstantSource dataClock) {
        this.directory = directory;
        this.dataClock = dataClock;
    }

    OnRamps onRamps() {
        return new OnRamps() {
            @Override
            public Optional<OnRamp> find(InetAddress source) {
                return onRamp(source);
            }

            @Override
            public Service service(CustomerScope scope) {
                if (directory.onRamps().withdrawn(scope)) {
                    return Service.WITHDRAWN;
                }
                return directory
                        .licences()
                        .find(scope)
                        .map(licence -> serviceOf(licence, dataClock.instant()))
                        .orElse(Service.NONE);
            }
        };
    }

    /** A customer whose data is being deleted is served no more, whatever it chose. */
    static OnRamps.Service serviceOf(Licence licence, Instant now) {
        return switch (licence.at(now)) {
            case ACTIVE, GRACE -> OnRamps.Service.FULL;
            case LOCKED ->
                switch (licence.lockedTraffic()) {
                    case PASS -> OnRamps.Service.UNLOGGED;
                    case BLOCK -> OnRamps.Service.NONE;
                };
            case DELETING -> OnRamps.Service.NONE;
        };
    }

    Identity identity() {
        return (scope, login, password, source) -> directory
                .authentication()
                .signIn(scope, login, password.toCharArray(), source)
                .map(person -> new Identity.Person(person.token(), person.groups()));
    }

    InspectionAuthority inspectionAuthority() {
        return this::intermediate;
    }

    private Optional<OnRamps.OnRamp> onRamp(InetAddress source) {
        return directory.onRamps().find(source).map(DirectoryPorts::onRamp);
    }

    /** All of what the customer chose goes with its on-ramp. */
    static OnRamps.OnRamp onRamp(OnRampTable.Match match) {
        return new OnRamps.OnRamp(
                match.name(),
                match.scope(),
                match.signIn(),
                match.organisation(),
                match.contact(),
                match.logRetentionDays(),
                switch (match.logUnavailable()) {
                    case REFUSE -> WhenLogFails.REFUSE;
                    case GAP -> WhenLogFails.GAP;
                },
                match.zone());
    }

    private InspectionAuthority.Intermediate intermediate(CustomerScope scope) {
        var intermediate = directory.of(scope).inspectionCa().intermediate();
        return new InspectionAuthority.Intermediate(intermediate.key(), intermediate.chain());
    }
}

package dev.sekisho.app.standalone;

import dev.sekisho.directory.Directory;
import dev.sekisho.directory.OnRampTable;
import dev.sekisho.gateway.Identity;
import dev.sekisho.gateway.InspectionAuthority;
import dev.sekisho.gateway.OnRamps;
import dev.sekisho.gateway.event.WhenLogFails;
import dev.sekisho.kernel.scope.CustomerScope;
import java.net.InetAddress;
import java.util.Optional;

/** The gateway's ports, answered by the directory of the same process. */
final class DirectoryPorts {
    private final Directory directory;

    DirectoryPorts(Directory directory) {
        this.directory = directory;
    }

    OnRamps onRamps() {
        return this::onRamp;
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

package dev.sekisho.control.access;

import dev.sekisho.control.problem.Refusal;
import dev.sekisho.directory.Caller;
import dev.sekisho.directory.Licence;
import dev.sekisho.directory.LicenceTable;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.scope.CustomerScope;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * Keeps customers whose licence is locked away from what the table of operations closes to them. The provider's people depend on
 * no licence. A customer whose licence is not known any more is one whose data is being deleted.
 */
public final class LicenceGate {
    private final LicenceTable licences;
    private final InstantSource clock;

    /** Asks {@code licences}; "now" is what {@code clock}, the clock of data, shows. */
    public LicenceGate(LicenceTable licences, InstantSource clock) {
        this.licences = licences;
        this.clock = clock;
    }

    /** @throws Refusal {@code LICENCE_LOCKED} or {@code LICENCE_DELETING} */
    void check(Operation operation, Caller caller, HttpServletRequest request) {
        Optional<CustomerScope> scope = switch (caller) {
            case Caller.CustomerPerson person -> Optional.of(person.scope());
            case Caller.CustomerProgram program -> Optional.of(program.scope());
            case Caller.OperatorPerson any -> Optional.empty();
            case Caller.OperatorProgram any -> Optional.empty();
        };
        if (scope.isEmpty() || operation.whenLocked() == WhenLocked.ALWAYS) {
            return;
        }
        Instant now = clock.instant();
        Licence.State state =
                licences.find(scope.get()).map(licence -> licence.at(now)).orElse(Licence.State.DELETING);
        switch (state) {
            case ACTIVE, GRACE -> {}
            case LOCKED -> locked(operation, request);
            case DELETING ->
                throw Refusal.of(
                        ErrorCode.LICENCE_DELETING,
                        "The licence ended and the data is being deleted. Only licence and receipts answer.");
        }
    }

    private static void locked(Operation operation, HttpServletRequest request) {
        boolean open = switch (operation.whenLocked()) {
            case ALWAYS, UNTIL_DELETION -> true;
            case EXPORT -> asksForExport(request);
            case NEVER -> false;
        };
        if (!open) {
            throw Refusal.of(
                    ErrorCode.LICENCE_LOCKED,
                    "The licence is locked. Exports of events, requests for erasure, holds, receipts and the register"
                            + " answer; everything else does again once the provider renewed the licence.");
        }
    }

    /** By all lines of the field: they are one list (RFC 9110, section 5.3), and whoever answers reads all of them too. */
    private static boolean asksForExport(HttpServletRequest request) {
        try {
            List<MediaType> types = MediaType.parseMediaTypes(Collections.list(request.getHeaders("Accept")));
            return !types.isEmpty() && types.stream().noneMatch(type -> type.includes(MediaType.APPLICATION_JSON));
        } catch (InvalidMediaTypeException neither) {
            return false;
        }
    }
}

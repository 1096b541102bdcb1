package dev.sekisho.control.operator;

import dev.sekisho.control.access.CallerAuthentication;
import dev.sekisho.control.problem.Refusal;
import dev.sekisho.control.trust.LicenceItem;
import dev.sekisho.control.trust.LicenceItem.StepItem;
import dev.sekisho.control.web.Preconditions;
import dev.sekisho.directory.CustomerReference;
import dev.sekisho.directory.Licence;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.trust.licence.Licences;
import dev.sekisho.trust.licence.Licences.Standing;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Licences as operators see and renew them: dates and states. */
@RestController
public class CustomerLicenceApi {
    private final Licences licences;

    /** The licences of the region. */
    public CustomerLicenceApi(Licences licences) {
        this.licences = licences;
    }

    /** Where it stands. */
    @GetMapping("/api/v1/operator/customers/{handle}/licence")
    public ResponseEntity<Item> licence(@PathVariable("handle") String handle) {
        return answer(standing(reference(handle)));
    }

    /** Renews or converts it. */
    @PutMapping("/api/v1/operator/customers/{handle}/licence")
    public ResponseEntity<Item> renew(
            @PathVariable("handle") String handle,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody Terms wanted,
            CallerAuthentication caller) {
        CustomerReference reference = reference(handle);
        Licence terms = wanted.licence();
        Standing before = standing(reference);
        long expected = Preconditions.expected(ifMatch, before.licence().version());
        if (before.licence().kind() == terms.kind()
                && before.licence().expires().equals(terms.expires())) {
            return answer(before);
        }
        try {
            return answer(licences.renew(
                    reference, terms.kind(), terms.expires(), expected, CustomerApi.actor(caller.caller())));
        } catch (SekishoException refused) {
            long now = refused.code() == ErrorCode.CONFLICT
                    ? standing(reference).licence().version()
                    : expected;
            throw now == expected ? refused : Refusal.changedMeanwhile(Preconditions.etag(now));
        }
    }

    private Standing standing(CustomerReference reference) {
        return licences.find(reference).orElseThrow(Refusal::notFound);
    }

    private static CustomerReference reference(String handle) {
        try {
            return CustomerReference.parse(handle);
        } catch (IllegalArgumentException notAHandle) {
            throw Refusal.notFound();
        }
    }

    private static ResponseEntity<Item> answer(Standing standing) {
        return ResponseEntity.ok()
                .eTag(Preconditions.etag(standing.licence().version()))
                .body(Item.of(standing));
    }

    /** What a customer may use and until when. */
    public record Terms(@Nullable String kind, @Nullable LocalDate expires) {
        Licence licence() {
            if (expires == null) {
                throw Refusal.invalid("licence.expires", "is missing: a day such as 2027-11-22");
            }
            return switch (kind == null ? "" : kind) {
                case "full" -> Licence.full(expires);
                case "trial" -> Licence.trial(expires);
                default -> throw Refusal.invalid("licence.kind", "is neither full nor trial");
            };
        }
    }

    /** A licence as operators see it. */
    public record Item(
            String kind,
            LocalDate expires,
            String state,
            Instant locks,
            Instant deletes,
            List<StepItem> steps,
            @Nullable Instant deleted,
            long version) {
        static Item of(Standing standing) {
            Licence licence = standing.licence();
            return new Item(
                    LicenceItem.word(licence.kind()),
                    licence.expires(),
                    LicenceItem.word(standing.state()),
                    licence.lock(),
                    licence.deletion(),
                    standing.steps().stream().map(StepItem::of).toList(),
                    standing.deleted().orElse(null),
                    licence.version());
        }
    }
}

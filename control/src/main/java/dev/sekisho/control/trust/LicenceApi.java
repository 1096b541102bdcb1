package dev.sekisho.control.trust;

import dev.sekisho.control.access.CustomerDesk;
import dev.sekisho.control.problem.Refusal;
import dev.sekisho.directory.CustomerSettings;
import dev.sekisho.directory.Licence;
import dev.sekisho.directory.Permission;
import dev.sekisho.seal.receipt.Receipt;
import dev.sekisho.seal.receipt.ReceiptKind;
import dev.sekisho.trust.CustomerTrust;
import dev.sekisho.trust.hold.Hold;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** The customer's licence and what is deleted when; every date is computed here. */
@RestController
public class LicenceApi {
    private static final int RECEIPTS = 1_000;

    private final InstantSource clock;

    /** "Now" is what {@code clock}, the clock of data, shows. */
    public LicenceApi(InstantSource clock) {
        this.clock = clock;
    }

    /** Where the licence stands. */
    @GetMapping("/api/v1/licence")
    public ResponseEntity<LicenceItem> licence(CustomerDesk desk) {
        return answer(desk.trust());
    }

    /** Chooses what happens to traffic while it is locked. */
    @PutMapping("/api/v1/licence/locked-traffic")
    public ResponseEntity<LicenceItem> lockedTraffic(
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody LockedTraffic wanted,
            CustomerDesk desk) {
        Licence.LockedTraffic choice = wanted.choice();
        CustomerTrust trust = desk.trust();
        Licence unused = Wanted.change(
                ifMatch,
                trust::licence,
                Licence::version,
                expected -> trust.licence().lockedTraffic() == choice
                        ? trust.licence()
                        : trust.chooseLockedTraffic(choice, expected));
        return answer(trust);
    }

    /** What is kept and what was deleted last. */
    @GetMapping("/api/v1/retention")
    public RetentionItem retention(CustomerDesk desk) {
        Instant now = clock.instant();
        CustomerTrust trust = desk.trust();
        Optional<Receipt> last = desk.may(Permission.ERASURE_READ)
                ? trust.receipts(Long.MAX_VALUE, RECEIPTS).stream()
                        .filter(receipt -> receipt.statement().kind() == ReceiptKind.RETENTION_DAY)
                        .findFirst()
                : Optional.empty();
        return new RetentionItem(
                desk.directory().settings().logRetentionDays(),
                CustomerSettings.MAX_LOG_RETENTION_DAYS,
                desk.oldestDay(now.minus(Duration.ofDays(CustomerSettings.MAX_LOG_RETENTION_DAYS + 1L)), now)
                        .orElse(null),
                last.map(ReceiptApi.Item::of).orElse(null),
                (int) trust.holds().list().stream()
                        .filter(hold -> hold.state() == Hold.State.ACTIVE)
                        .count());
    }

    private ResponseEntity<LicenceItem> answer(CustomerTrust trust) {
        Licence licence = trust.licence();
        return Wanted.answer(HttpStatus.OK, licence.version(), LicenceItem.of(licence, trust.steps(), clock.instant()));
    }

    /** What to do with traffic. */
    public record LockedTraffic(@Nullable String lockedTraffic) {
        Licence.LockedTraffic choice() {
            return switch (lockedTraffic == null ? "" : lockedTraffic) {
                case "pass" -> Licence.LockedTraffic.PASS;
                case "block" -> Licence.LockedTraffic.BLOCK;
                default -> throw Refusal.invalid("lockedTraffic", "is neither pass nor block");
            };
        }
    }

    /** Retention as it stands. */
    public record RetentionItem(
            int days, int longest, @Nullable LocalDate oldest, ReceiptApi.@Nullable Item last, int holds) {}
}

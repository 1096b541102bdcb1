package dev.sekisho.control.trust;

import dev.sekisho.directory.Licence;
import dev.sekisho.trust.licence.Step;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/** The licence as its customer sees it; {@code docs/api/openapi.yaml} describes its members. */
public record LicenceItem(
        String kind,
        LocalDate expires,
        String state,
        Instant locks,
        Instant deletes,
        String lockedTraffic,
        List<StepItem> steps,
        List<String> works,
        Instant now,
        long version) {
    private static final List<String> EVERYTHING =
            List.of("traffic", "log", "changes", "export", "privacy", "receipts", "renewal");

    static LicenceItem of(Licence licence, List<Step> steps, Instant now) {
        Licence.State state = licence.at(now);
        return new LicenceItem(
                word(licence.kind()),
                licence.expires(),
                word(state),
                licence.lock(),
                licence.deletion(),
                word(licence.lockedTraffic()),
                steps.stream().map(StepItem::of).toList(),
                works(state, licence.lockedTraffic()),
                now,
                licence.version());
    }

    /** What works in a state; traffic that passes while it is locked is filtered and not stored. */
    private static List<String> works(Licence.State state, Licence.LockedTraffic traffic) {
        return switch (state) {
            case ACTIVE, GRACE -> EVERYTHING;
            case LOCKED ->
                traffic == Licence.LockedTraffic.PASS
                        ? List.of("traffic", "export", "privacy", "receipts", "renewal")
                        : List.of("export", "privacy", "receipts", "renewal");
            case DELETING -> List.of("receipts");
        };
    }

    /** The spelling of a word outside of Java. */
    public static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** One date. */
    public record StepItem(Instant at, String what, boolean done) {
        /** As the API shows it. */
        public static StepItem of(Step step) {
            return new StepItem(step.at(), word(step.what()), step.done());
        }
    }
}

package dev.sekisho.trust.licence;

import dev.sekisho.directory.Licence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The dates of a licence, from the day of expiry alone: whole UTC days, whatever zone the customer is shown its days in. */
public final class Calendar {
    private static final int[] FULL_NOTICES = {-30, -7, -1, 1, 15, 29};
    private static final int[] TRIAL_NOTICES = {-7, -1, 1, 15, 30, 44};

    private Calendar() {}

    /** A date and what happens then. */
    public record Date(Instant at, Step.What what) {}

    /** Every date in the order of time. */
    public static List<Date> of(Licence licence) {
        List<Date> dates = new ArrayList<>();
        for (int day : licence.kind() == Licence.Kind.FULL ? FULL_NOTICES : TRIAL_NOTICES) {
            dates.add(new Date(licence.day(day), Step.What.NOTICE));
        }
        if (licence.kind() == Licence.Kind.FULL) {
            dates.add(new Date(licence.day(0), Step.What.EXPIRED));
        }
        dates.add(new Date(licence.lock(), Step.What.LOCKED));
        dates.add(new Date(licence.deletion(), Step.What.DELETION));
        dates.sort(Comparator.comparing(Date::at));
        return List.copyOf(dates);
    }
}

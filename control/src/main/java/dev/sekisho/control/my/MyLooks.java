package dev.sekisho.control.my;

import dev.sekisho.control.access.CustomerDesk;
import dev.sekisho.control.access.LookNote;
import dev.sekisho.control.trust.AuditApi;
import dev.sekisho.directory.AuditTrail;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Readings of personal data that were, or may have been, of one person: read back from the audit trail. */
final class MyLooks {
    private static final int PAGE = 1_000;

    /** Entries that one answer looks through; beyond that the next page goes on. */
    private static final int MAX_ENTRIES = 20_000;

    private MyLooks() {}

    /**
     * One page.
     *
     * @param looks newest first
     * @param next where the next page starts, if the trail goes on
     */
    record Found(List<Look> looks, Optional<Id128> next) {}

    /**
     * All of them, newest first, read page by page while they are taken; after the most that it gives, one last element says where to
     * go on.
     */
    static Stream<Object> all(CustomerDesk desk, PersonToken me, int most) {
        return Stream.iterate(
                        Optional.of(new Part(of(desk, me, Optional.empty(), Math.min(PAGE, most)), most)),
                        Optional::isPresent,
                        part -> part.flatMap(known -> known.next(desk, me)))
                .flatMap(part -> part.map(Part::lines).orElseGet(Stream::empty));
    }

    /** A page of an export, and how many more it may give, this page included. */
    private record Part(Found found, int most) {
        Optional<Part> next(CustomerDesk desk, PersonToken me) {
            int left = most - found.looks().size();
            return found.next()
                    .filter(any -> left > 0)
                    .map(from -> new Part(of(desk, me, Optional.of(from), Math.min(PAGE, left)), left));
        }

        Stream<Object> lines() {
            Stream<Object> looks = found.looks().stream().map(look -> new LookLine("look", look));
            return most > found.looks().size()
                    ? looks
                    : Stream.concat(
                            looks, found.next().map(from -> new MoreLine("more-looks", from.toString())).stream());
        }
    }

    record LookLine(String kind, Look look) {}

    /** There are more: {@code GET /api/v1/my/looks} goes on at this cursor. */
    record MoreLine(String kind, String cursor) {}

    static Found of(CustomerDesk desk, PersonToken me, Optional<Id128> before, int limit) {
        List<Look> looks = new ArrayList<>();
        Optional<Id128> from = before;
        for (int seen = 0; seen < MAX_ENTRIES; seen += PAGE) {
            List<AuditTrail.Entry> entries = desk.directory().audit().list(from, PAGE);
            for (AuditTrail.Entry entry : entries) {
                LookNote.parse(entry.object())
                        .filter(note ->
                                note.persons().isEmpty() || note.persons().contains(me))
                        .ifPresent(note -> looks.add(Look.of(entry, note, desk)));
                if (looks.size() == limit) {
                    return new Found(looks, Optional.of(entry.id()));
                }
            }
            if (entries.size() < PAGE) {
                return new Found(looks, Optional.empty());
            }
            from = Optional.of(entries.getLast().id());
        }
        return new Found(looks, from);
    }

    /** One reading, or several alike within a minute. */
    record Look(
            String id,
            Instant time,
            AuditApi.ActorItem actor,
            String action,
            String purpose,
            long count,
            List<String> filters,
            String scope) {
        static Look of(AuditTrail.Entry entry, LookNote note, CustomerDesk desk) {
            return new Look(
                    entry.id().toString(),
                    entry.time(),
                    AuditApi.ActorItem.of(entry.actor(), desk),
                    entry.verb(),
                    LookNote.word(note.purpose()),
                    note.count(),
                    note.filters().stream().sorted().toList(),
                    note.persons().isEmpty() ? "everybody" : "me");
        }
    }
}

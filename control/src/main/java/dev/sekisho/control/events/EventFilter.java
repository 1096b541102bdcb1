package dev.sekisho.control.events;

import dev.sekisho.control.access.CustomerDesk;
import dev.sekisho.control.access.Look;
import dev.sekisho.control.problem.Place;
import dev.sekisho.control.problem.Refusal;
import dev.sekisho.directory.CustomerSettings;
import dev.sekisho.kernel.decision.Action;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.lake.CustomerLake.Cursor;
import dev.sekisho.lake.CustomerLake.Query;
import dev.sekisho.policy.url.Host;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The filters of the log, read from a request's parameters; all that cannot be used is reported at once.
 *
 * @param query what to ask the lake
 * @param nobody whether {@code user} names nobody of this customer: then nothing is found
 */
record EventFilter(Query query, boolean nobody) {
    static final int MAX_LIMIT = 1_000;
    private static final int DEFAULT_LIMIT = 100;
    private static final Duration KEPT = Duration.ofDays(CustomerSettings.MAX_LOG_RETENTION_DAYS + 1L);

    /** Reads the filters. */
    static EventFilter read(HttpServletRequest request, CustomerDesk desk, Instant now) {
        Reader reader = new Reader(request);
        Instant to = reader.time("to").orElse(now);
        Instant from = reader.time("from").orElse(to.minus(KEPT));
        if (from.isAfter(to)) {
            reader.problem("from", "is later than \"to\"");
        }
        Optional<String> user = reader.text("user", 320);
        Optional<String> host = reader.text("host", 255).map(text -> reader.host(text));
        Optional<String> url = reader.text("url", 2_048);
        Optional<Action> action = reader.action();
        Optional<String> category = reader.text("category", 128);
        Optional<String> rule = reader.text("rule", 128);
        int limit = reader.limit(DEFAULT_LIMIT);
        Optional<Cursor> after = reader.text("cursor", 256).flatMap(reader::cursor);
        reader.finish();
        Optional<PersonToken> person = Optional.empty();
        boolean nobody = false;
        if (user.isPresent()) {
            List<PersonToken> meant = desk.people(user.get());
            if (meant.size() > 1) {
                throw Refusal.invalid("user", "more than one person is called that; give the whole token (u-…)");
            }
            person = meant.stream().findFirst();
            nobody = meant.isEmpty();
        }
        return new EventFilter(new Query(from, to, person, host, url, action, category, rule, limit, after), nobody);
    }

    /** What the audit trail notes of a search: the names of its filters, and whom it named. */
    Look look(String verb) {
        Set<String> names = new TreeSet<>();
        query.host().ifPresent(any -> names.add("host"));
        query.url().ifPresent(any -> names.add("url"));
        query.action().ifPresent(any -> names.add("action"));
        query.category().ifPresent(any -> names.add("category"));
        query.rule().ifPresent(any -> names.add("rule"));
        query.person().ifPresent(any -> names.add("user"));
        return new Look(verb, names, query.person());
    }

    /** The same filters between two other times and with another page size. */
    Query within(Instant from, Instant to, int limit, Optional<Cursor> after) {
        return new Query(
                from,
                to,
                query.person(),
                query.host(),
                query.url(),
                query.action(),
                query.category(),
                query.rule(),
                limit,
                after);
    }

    private static final class Reader {
        private final HttpServletRequest request;
        private final List<Place> problems = new ArrayList<>();

        Reader(HttpServletRequest request) {
            this.request = request;
        }

        void problem(String name, String message) {
            problems.add(Place.of(name, message));
        }

        void finish() {
            if (!problems.isEmpty()) {
                throw Refusal.invalid(problems);
            }
        }

        Optional<String> text(String name, int maxChars) {
            @Nullable String[] values = request.getParameterValues(name);
            String value = values == null ? null : values[0];
            if (values == null || value == null || value.isEmpty()) {
                return Optional.empty();
            }
            if (values.length > 1) {
                problem(name, "is given more than once");
            }
            if (value.length() > maxChars) {
                problem(name, "is longer than " + maxChars + " characters");
                return Optional.empty();
            }
            return Optional.of(value);
        }

        Optional<Instant> time(String name) {
            return text(name, 64).flatMap(text -> {
                try {
                    return Optional.of(OffsetDateTime.parse(text).toInstant());
                } catch (DateTimeParseException notATime) {
                    problem(name, "is not a time such as 2026-11-22T18:44:03Z");
                    return Optional.empty();
                }
            });
        }

        String host(String text) {
            String below = text.startsWith("*.") ? text.substring(1) : text;
            boolean subdomains = below.startsWith(".");
            Optional<Host> host = Host.find(subdomains ? below.substring(1) : below);
            if (host.isEmpty()) {
                problem("host", "is neither a name nor an address; \".example.com\" means the name and its subdomains");
                return text;
            }
            return (subdomains ? "." : "") + host.get().text();
        }

        Optional<Action> action() {
            return text("action", 16).flatMap(text -> {
                try {
                    return Optional.of(Action.ofWire(text));
                } catch (IllegalArgumentException unknown) {
                    problem("action", "is none of allow, monitor, warn, block, tunnel, inspect");
                    return Optional.empty();
                }
            });
        }

        int limit(int usual) {
            return text("limit", 16)
                    .map(text -> {
                        try {
                            int limit = Integer.parseInt(text);
                            if (limit >= 1 && limit <= MAX_LIMIT) {
                                return limit;
                            }
                        } catch (NumberFormatException notANumber) {
                            // Said below.
                        }
                        problem("limit", "is not a number from 1 to " + MAX_LIMIT);
                        return usual;
                    })
                    .orElse(usual);
        }

        Optional<Cursor> cursor(String text) {
            Optional<Cursor> cursor = Cursors.read(text);
            if (cursor.isEmpty()) {
                problem("cursor", "is not the \"next\" of a page");
            }
            return cursor;
        }
    }
}

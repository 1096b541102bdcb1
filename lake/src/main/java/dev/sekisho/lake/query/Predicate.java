package dev.sekisho.lake.query;

import dev.sekisho.kernel.id.EventId;
import dev.sekisho.lake.CustomerLake.Cursor;
import dev.sekisho.lake.CustomerLake.Query;
import dev.sekisho.lake.buffer.EventColumn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The criteria of a query as SQL with bound parameters: no value of a query ever becomes part of the SQL text.
 *
 * @param sql a condition
 * @param parameters its parameters, in order
 * @param columns the columns that it reads
 */
record Predicate(String sql, List<Object> parameters, Set<EventColumn> columns) {
    /** Microseconds since 1970 of a row. */
    static final String MICROS = "epoch_us(\"time\")";

    static Predicate of(Query query) {
        Builder builder = new Builder();
        builder.and(MICROS + " >= ?", micros(query.from()), EventColumn.TIME);
        builder.and(MICROS + " < ?", micros(query.to()), EventColumn.TIME);
        query.person().ifPresent(person -> builder.and("person = ?", person.toString(), EventColumn.PERSON));
        query.action().ifPresent(action -> builder.and("action = ?", action.wire(), EventColumn.ACTION));
        query.rule().ifPresent(rule -> builder.and("rule = ?", rule, EventColumn.RULE));
        query.host().ifPresent(host -> host(builder, host));
        query.category().ifPresent(category -> category(builder, category));
        query.url()
                .ifPresent(url -> builder.and(
                        "contains(lower(host || path || CASE WHEN query = '' THEN '' ELSE '?' || query END), lower(?))",
                        url,
                        EventColumn.HOST,
                        EventColumn.PATH,
                        EventColumn.QUERY));
        return builder.build();
    }

    /** Every row. */
    static Predicate everything() {
        return new Builder().build();
    }

    /** This, and not a row of these persons; however many they are, they are one parameter. */
    Predicate without(Hidden hidden) {
        if (hidden.isEmpty()) {
            return this;
        }
        List<Object> all = new ArrayList<>(parameters);
        all.add(String.join(",", hidden.persons()));
        Set<EventColumn> read = EnumSet.of(EventColumn.PERSON);
        read.addAll(columns);
        return new Predicate(sql + " AND person NOT IN (SELECT unnest(string_split(?, ',')))", List.copyOf(all), read);
    }

    static Predicate ofId(EventId id) {
        Builder builder = new Builder();
        builder.and("id = ?", id.value().bytes(), EventColumn.ID);
        return builder.build();
    }

    /** This and everything before the cursor in the order of pages. */
    Predicate before(Cursor cursor) {
        long micros = micros(cursor.time());
        List<Object> all = new ArrayList<>(parameters);
        all.add(micros);
        all.add(micros);
        all.add(cursor.id().value().bytes());
        Set<EventColumn> read = EnumSet.copyOf(columns);
        read.add(EventColumn.TIME);
        read.add(EventColumn.ID);
        return new Predicate(
                sql + " AND (" + MICROS + " < ? OR (" + MICROS + " = ? AND id < ?))", List.copyOf(all), read);
    }

    /** An instant as a bound: instants too far away for a row are cut to the nearest that is not. */
    static long micros(Instant instant) {
        try {
            return EventColumn.micros(instant);
        } catch (ArithmeticException e) {
            return instant.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    private static void host(Builder builder, String host) {
        if (host.startsWith(".")) {
            builder.and("(host = substr(?, 2)", host, EventColumn.HOST);
            builder.or(" OR ends_with(host, ?))", host);
        } else {
            builder.and("host = ?", host, EventColumn.HOST);
        }
    }

    private static void category(Builder builder, String category) {
        if (category.isEmpty()) {
            builder.and("categories = ?", "", EventColumn.CATEGORIES);
        } else {
            builder.and("list_contains(string_split(categories, ','), ?)", category, EventColumn.CATEGORIES);
        }
    }

    private static final class Builder {
        private final StringBuilder sql = new StringBuilder("TRUE");
        private final List<Object> parameters = new ArrayList<>();
        private final Set<EventColumn> columns = EnumSet.noneOf(EventColumn.class);

        void and(String condition, Object parameter, EventColumn... read) {
            sql.append(" AND ").append(condition);
            parameters.add(parameter);
            columns.addAll(List.of(read));
        }

        void or(String rest, Object parameter) {
            sql.append(rest);
            parameters.add(parameter);
        }

        Predicate build() {
            return new Predicate(sql.toString(), List.copyOf(parameters), columns);
        }
    }
}

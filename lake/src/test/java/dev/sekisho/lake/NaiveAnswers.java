package dev.sekisho.lake;

import dev.sekisho.kernel.decision.Action;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.lake.CustomerLake.Dimension;
import dev.sekisho.lake.CustomerLake.Group;
import dev.sekisho.lake.CustomerLake.Query;
import dev.sekisho.lake.CustomerLake.StatsQuery;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The answers as one would compute them from a list of events. */
final class NaiveAnswers {
    static final Comparator<WebEvent> NEWEST_FIRST = Comparator.comparing(WebEvent::time)
            .thenComparing(event -> event.id().value())
            .reversed();

    private NaiveAnswers() {}

    static List<WebEvent> events(List<WebEvent> all, Query query) {
        return all.stream()
                .filter(event -> matches(event, query))
                .sorted(NEWEST_FIRST)
                .toList();
    }

    private static boolean matches(WebEvent event, Query query) {
        String search = event.to().query().isEmpty() ? "" : "?" + event.to().query();
        String url = event.to().host() + event.to().path() + search;
        return !event.time().isBefore(query.from())
                && event.time().isBefore(query.to())
                && query.person()
                        .map(p -> event.who().person().equals(query.person()))
                        .orElse(true)
                && query.host().map(host -> host(event.to().host(), host)).orElse(true)
                && query.url()
                        .map(part -> url.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT)))
                        .orElse(true)
                && query.action()
                        .map(action -> event.decided().action() == action)
                        .orElse(true)
                && query.category().map(c -> categories(event).contains(c)).orElse(true)
                && query.rule().map(rule -> event.decided().rule().equals(rule)).orElse(true);
    }

    private static boolean host(String host, String wanted) {
        return wanted.startsWith(".") ? host.equals(wanted.substring(1)) || host.endsWith(wanted) : host.equals(wanted);
    }

    private static List<String> categories(WebEvent event) {
        return Arrays.asList(event.decided().categories().split(",", -1));
    }

    static List<Group> sums(List<WebEvent> all, StatsQuery question) {
        Map<String, Long> sums = new HashMap<>();
        Map<String, Set<String>> users = new HashMap<>();
        for (WebEvent event : events(all, question.filter())) {
            for (String key : keys(event, question)) {
                sums.merge(key, value(event, question), Long::sum);
                event.who()
                        .person()
                        .ifPresent(person ->
                                users.computeIfAbsent(key, k -> new HashSet<>()).add(person.toString()));
            }
        }
        if (question.measure() == CustomerLake.Measure.USERS) {
            sums.clear();
            users.forEach((key, persons) -> sums.put(key, (long) persons.size()));
        }
        sums.values().removeIf(value -> value == 0);
        if (sums.isEmpty() && question.by().isEmpty()) {
            sums.put("", 0L);
        }
        List<Group> groups = new ArrayList<>();
        sums.forEach((key, value) -> groups.add(new Group(key, value)));
        boolean byTime = question.by()
                .filter(by -> by == Dimension.HOUR || by == Dimension.DAY)
                .isPresent();
        groups.sort(
                byTime
                        ? Comparator.comparing(Group::key)
                        : Comparator.comparingLong(Group::value).reversed().thenComparing(Group::key));
        return groups;
    }

    private static long value(WebEvent event, StatsQuery question) {
        return switch (question.measure()) {
            case REQUESTS, USERS -> 1;
            case BLOCKED -> event.decided().action() == Action.BLOCK ? 1 : 0;
            case BYTES -> event.http().requestBytes() + event.http().responseBytes();
        };
    }

    private static List<String> keys(WebEvent event, StatsQuery question) {
        return question.by()
                .map(by -> switch (by) {
                    case HOST -> List.of(event.to().host());
                    case USER ->
                        List.of(event.who().person().map(Object::toString).orElse(""));
                    case CATEGORY -> categories(event);
                    case ACTION -> List.of(event.decided().action().wire());
                    case RULE -> List.of(event.decided().rule());
                    case HOUR ->
                        List.of(event.time().truncatedTo(ChronoUnit.HOURS).toString());
                    case DAY ->
                        List.of(event.time().truncatedTo(ChronoUnit.DAYS).toString());
                })
                .orElse(List.of(""));
    }
}

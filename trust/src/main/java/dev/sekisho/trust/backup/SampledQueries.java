package dev.sekisho.trust.backup;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.lake.CustomerLake;
import dev.sekisho.lake.CustomerLake.Dimension;
import dev.sekisho.lake.CustomerLake.Measure;
import dev.sekisho.lake.CustomerLake.Query;
import dev.sekisho.lake.CustomerLake.Stats;
import dev.sekisho.lake.CustomerLake.StatsQuery;
import dev.sekisho.seal.InstallationVault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Questions to the events of a set, asked when it is made and again where it was restored. They are drawn from a number, not written
 * down: a set keeps the number and a keyed hash of each answer, so that nothing of what somebody browsed is kept for the test.
 */
public final class SampledQueries {
    /** How many questions a set keeps the answers of. */
    public static final int QUERIES = 100;

    /** The answer of a customer that is not asked. */
    public static final String NONE = "";

    private static final int PAGE = 50;
    private static final int GROUPS = 20;
    private static final int HANDLE_CHARS = 16;
    private static final Duration SPAN = Duration.ofDays(181);

    /** What a customer refuses by itself. */
    private static final Set<ErrorCode> UNANSWERED = Set.of(
            ErrorCode.KEY_WITHDRAWN,
            ErrorCode.KEY_SERVICE_UNAVAILABLE,
            ErrorCode.KEY_DESTROYED,
            ErrorCode.KEY_UNKNOWN,
            ErrorCode.TOO_MANY_REQUESTS,
            ErrorCode.QUERY_TOO_BROAD);

    private final InstallationVault vault;

    /** Names and answers are hashed under a key of the installation. */
    public SampledQueries(InstallationVault vault) {
        this.vault = vault;
    }

    /**
     * A question that was asked.
     *
     * @param customer a keyed hash, the same wherever the installation's keys are
     * @param answer a keyed hash of it, 64 hexadecimal digits
     */
    public record Sample(String customer, String answer) {}

    /** A customer's name in samples and counts. */
    public String handle(CustomerScope scope) {
        return HexFormat.of()
                .formatHex(vault.mac("backup-customer", scope.customer().bytes()))
                .substring(0, HANDLE_CHARS);
    }

    /**
     * Asks.
     *
     * @param seed the number that questions are drawn from
     * @param asOf when the set was captured; no question is about later
     * @param scopes the customers that there are
     * @param lakes the events of each
     */
    public List<Sample> ask(
            long seed, Instant asOf, List<CustomerScope> scopes, Function<CustomerScope, CustomerLake> lakes) {
        SortedMap<String, CustomerScope> known = new TreeMap<>();
        scopes.forEach(scope -> known.put(handle(scope), scope));
        return askOf(
                seed,
                asOf,
                List.copyOf(known.keySet()),
                handle -> Optional.of(lakes.apply(Objects.requireNonNull(known.get(handle)))));
    }

    /** Asks where some of the customers are not there any more: what would be asked of them has no answer, {@link #NONE}. */
    public List<Sample> askOf(
            long seed, Instant asOf, List<String> handles, Function<String, Optional<CustomerLake>> lakes) {
        if (handles.isEmpty()) {
            return List.of();
        }
        SplittableRandom random = new SplittableRandom(seed);
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < QUERIES; i++) {
            String handle = handles.get(random.nextInt(handles.size()));
            Instant to = asOf.minusSeconds(random.nextLong(SPAN.toSeconds()));
            // Half of them near the end, where most events are.
            Instant end = random.nextBoolean() ? asOf : to;
            Instant from =
                    end.minusSeconds(1 + random.nextLong(Duration.ofDays(14).toSeconds()));
            int kind = random.nextInt(5);
            samples.add(new Sample(handle, answer(lakes, handle, kind, from, end)));
        }
        return List.copyOf(samples);
    }

    /** One customer whose keys are withdrawn, or whose queries are all taken, has no answer and keeps nobody else from one. */
    private String answer(
            Function<String, Optional<CustomerLake>> lakes, String handle, int kind, Instant from, Instant to) {
        try {
            return lakes.apply(handle).map(lake -> answer(lake, kind, from, to)).orElse(NONE);
        } catch (SekishoException e) {
            if (!UNANSWERED.contains(e.code())) {
                throw e;
            }
            return NONE;
        }
    }

    private String answer(CustomerLake lake, int kind, Instant from, Instant to) {
        Query all = query(from, to, Optional.empty());
        StringBuilder text = new StringBuilder();
        switch (kind) {
            case 0 ->
                sums(text, lake.stats(new StatsQuery(Measure.REQUESTS, Optional.of(Dimension.HOST), all, GROUPS)));
            case 1 -> sums(text, lake.stats(new StatsQuery(Measure.BYTES, Optional.of(Dimension.DAY), all, GROUPS)));
            case 2 -> sums(text, lake.stats(new StatsQuery(Measure.USERS, Optional.empty(), all, GROUPS)));
            case 3 -> page(text, lake.events(all));
            default -> {
                Stats hosts = lake.stats(new StatsQuery(Measure.REQUESTS, Optional.of(Dimension.HOST), all, 1));
                Optional<String> host =
                        hosts.groups().stream().map(CustomerLake.Group::key).findFirst();
                page(text, lake.events(query(from, to, host)));
            }
        }
        return HexFormat.of()
                .formatHex(vault.mac("backup-answer", text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static Query query(Instant from, Instant to, Optional<String> host) {
        return new Query(
                from,
                to,
                Optional.empty(),
                host.filter(name -> !name.isEmpty()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                PAGE,
                Optional.empty());
    }

    private static void sums(StringBuilder text, Stats stats) {
        // Groups of the same size have no order.
        stats.groups().stream()
                .sorted(Comparator.comparing(CustomerLake.Group::key))
                .forEach(group -> text.append(group.key())
                        .append('=')
                        .append(group.value())
                        .append('\n'));
        text.append(stats.total()).append('\n').append(stats.coverage().unreadable());
    }

    private static void page(StringBuilder text, CustomerLake.Page page) {
        page.events().forEach(event -> text.append(event).append('\n'));
        text.append(page.coverage().unreadable());
    }
}

package dev.sekisho.gateway.destination;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.CustomerScope;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * From a host and a port to the addresses that may be contacted. Address literals stand for themselves; then the redirects of
 * the demonstration, the static names, DNS. The addresses that the guard judged are the ones that are returned: whoever
 * connects must use these and never resolve again, so that a name that changes its mind (DNS rebinding) gains nothing.
 */
public final class Destinations implements AutoCloseable {
    /** RFC 6761, section 6.3: never asked of a server. */
    private static final List<InetAddress> LOOPBACK = List.of(
            SpecialAddresses.of(new byte[] {127, 0, 0, 1}),
            SpecialAddresses.of(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}));

    private static final int CUSTOMERS_AT_ONCE = 8;

    private final Settings settings;
    private final DestinationGuard guard;
    private final Lookup lookup;
    private final AsyncCache<Asked, Answer> answers;
    private final AtomicInteger underWay = new AtomicInteger();
    private final Map<CustomerId, Integer> ofCustomers = new ConcurrentHashMap<>();

    /**
     * How names are found.
     *
     * @param names names asked before DNS
     * @param redirects the demonstration's redirects
     * @param servers DNS servers; empty asks the system's resolver
     * @param timeout longest time for one look-up, all servers and repeats together
     * @param minTtl an answer is kept at least this long
     * @param maxTtl and at most this long
     * @param negativeTtl how long "no such name" is kept; a failure or a timeout is kept for a tenth of it
     * @param cached most answers kept, over all customers
     * @param underWay most look-ups under way; further ones are refused. Of one customer an eighth: a customer whose names take
     *     long leaves the others theirs, whoever is asked
     */
    public record Settings(
            StaticNames names,
            Redirects redirects,
            List<InetSocketAddress> servers,
            Duration timeout,
            Duration minTtl,
            Duration maxTtl,
            Duration negativeTtl,
            int cached,
            int underWay) {
        /** Takes a copy of the servers. */
        public Settings {
            servers = List.copyOf(servers);
        }

        /** 5 s for a look-up; answers are kept 5 s to 10 min, "no such name" 30 s; 50,000 answers, 2,000 look-ups. */
        public static Settings standard(StaticNames names, Redirects redirects, List<InetSocketAddress> servers) {
            return new Settings(
                    names,
                    redirects,
                    servers,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(10),
                    Duration.ofSeconds(30),
                    50_000,
                    2_000);
        }
    }

    /** Destinations behind a guard, which is expected to be open for the endpoints of {@code settings.redirects()}. */
    public Destinations(Settings settings, DestinationGuard guard) {
        this(settings, guard, lookup(settings));
    }

    Destinations(Settings settings, DestinationGuard guard, Lookup lookup) {
        this.settings = settings;
        this.guard = guard;
        this.lookup = lookup;
        this.answers = Caffeine.newBuilder()
                .maximumSize(settings.cached())
                .expireAfter(Expiry.<Asked, Answer>creating((asked, answer) -> kept(answer)))
                .executor(Runnable::run)
                .buildAsync();
    }

    private static Lookup lookup(Settings settings) {
        return settings.servers().isEmpty()
                ? new SystemLookup(settings.underWay(), settings.timeout())
                : new DnsLookup(settings.servers(), settings.timeout(), OwnAddresses.ofThisMachine());
    }

    /**
     * Finds a host.
     *
     * @param scope whose request it is; answers are kept per customer, so that none can tell by the time it takes what
     *     another one visits
     * @param host normalised name, or address literal without brackets
     * @param port 1 to 65535
     * @return never fails; completes on any thread
     */
    public CompletionStage<Resolution> resolve(CustomerScope scope, String host, int port) {
        Optional<InetSocketAddress> redirect = settings.redirects().find(host, port);
        if (redirect.isPresent()) {
            return CompletableFuture.completedFuture(new Resolution.Resolved(List.of(judged(redirect.get()))));
        }
        List<InetAddress> known = withoutAsking(host);
        if (!known.isEmpty()) {
            return CompletableFuture.completedFuture(judged(known, port));
        }
        if (!isName(host)) {
            return CompletableFuture.completedFuture(new Resolution.Unresolved(Resolution.Reason.NO_SUCH_NAME));
        }
        Asked asked = new Asked(scope.customer(), host.toLowerCase(Locale.ROOT));
        return answers.get(asked, (key, executor) -> ask(key))
                .thenApply(answer -> answer.failure()
                        .<Resolution>map(Resolution.Unresolved::new)
                        .orElseGet(() -> judged(answer.addresses(), port)));
    }

    private List<InetAddress> withoutAsking(String host) {
        byte @Nullable [] literal = NetUtil.createByteArrayFromIpAddressString(host);
        if (literal != null) {
            return List.of(SpecialAddresses.of(literal));
        }
        String name = host.toLowerCase(Locale.ROOT);
        List<InetAddress> listed = settings.names().find(name);
        if (listed.isEmpty() && (name.equals("localhost") || name.endsWith(".localhost"))) {
            return LOOPBACK;
        }
        return listed;
    }

    private CompletableFuture<Answer> ask(Asked asked) {
        if (!begin(asked.customer())) {
            return CompletableFuture.completedFuture(Answer.none(Resolution.Reason.OVERLOADED));
        }
        CompletableFuture<Answer> found = lookup.find(asked.customer(), asked.name());
        var ignored = found.whenComplete((answer, failure) -> ended(asked.customer()));
        return found.copy()
                .completeOnTimeout(
                        Answer.none(Resolution.Reason.TIMEOUT),
                        settings.timeout().toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private boolean begin(CustomerId customer) {
        int most = Math.max(1, settings.underWay() / CUSTOMERS_AT_ONCE);
        if (ofCustomers.merge(customer, 1, Integer::sum) > most) {
            ofCustomers.computeIfPresent(customer, Destinations::oneLess);
            return false;
        }
        if (underWay.incrementAndGet() > settings.underWay()) {
            ended(customer);
            return false;
        }
        return true;
    }

    private void ended(CustomerId customer) {
        underWay.decrementAndGet();
        ofCustomers.computeIfPresent(customer, Destinations::oneLess);
    }

    private static @Nullable Integer oneLess(CustomerId customer, int now) {
        return now == 1 ? null : now - 1;
    }

    private Duration kept(Answer answer) {
        if (answer.failure().isPresent()) {
            return switch (answer.failure().get()) {
                case NO_SUCH_NAME, NO_ADDRESS -> settings.negativeTtl();
                case TIMEOUT, FAILED -> settings.negativeTtl().dividedBy(10);
                case OVERLOADED -> Duration.ZERO;
            };
        }
        Duration least = answer.ttl().compareTo(settings.minTtl()) < 0 ? settings.minTtl() : answer.ttl();
        return least.compareTo(settings.maxTtl()) > 0 ? settings.maxTtl() : least;
    }

    private Resolution judged(List<InetAddress> addresses, int port) {
        return new Resolution.Resolved(addresses.stream()
                .map(address -> judged(new InetSocketAddress(address, port)))
                .toList());
    }

    private Resolution.Target judged(InetSocketAddress endpoint) {
        return new Resolution.Target(endpoint, guard.refusedBy(endpoint));
    }

    /** RFC 1035, section 2.3.4: labels of at most 63 bytes, 253 characters in all. */
    private static boolean isName(String host) {
        if (host.isEmpty() || host.length() > 253) {
            return false;
        }
        for (String label : host.split("\\.", -1)) {
            if (label.isEmpty() || label.length() > 63 || !label.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
                return false;
            }
        }
        return true;
    }

    private record Asked(CustomerId customer, String name) {}

    /** Forgets which names the customer asked for. */
    public void forget(CustomerId customer) {
        answers.asMap().keySet().removeIf(asked -> asked.customer().equals(customer));
    }

    /** Stops asking; what is under way ends as a timeout. */
    @Override
    public void close() {
        lookup.close();
    }
}

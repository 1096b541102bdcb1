package dev.sekisho.lake;

import dev.sekisho.kernel.decision.Action;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.id.BundleHash;
import dev.sekisho.kernel.id.EventId;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Made-up events: few hosts, people and rules, many paths, some values empty, times out of order. */
public final class RandomEvents {
    /** 10:00 on the day of most made-up events. */
    public static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    private static final String[] HOSTS = {
        "example.com", "www.example.com", "cdn.www.example.com", "example.org", "news.test", "shop.news.test", "例え.test"
    };
    private static final String[] CATEGORIES = {"", "news", "news,shopping", "shopping", "ads,news,social"};
    private static final String[] RULES = {"rest", "no-ads", "no-gambling"};
    private final Random random;

    /** The same events for the same seed. */
    public RandomEvents(long seed) {
        this.random = new Random(seed);
    }

    /** Events within an hour from {@link #START}, almost in order of time. */
    public List<WebEvent> list(int count) {
        List<WebEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long step = 3_600_000_000L / Math.max(1, count) * i;
            events.add(at(START.plusNanos((step + random.nextInt(2_000_000)) * 1_000)));
        }
        return events;
    }

    /** An event at a time. */
    public WebEvent at(Instant time) {
        return new WebEvent(
                new EventId(new Id128(random.nextLong(), random.nextLong())),
                time,
                "gateway-1",
                new BundleHash("ab".repeat(32)),
                new WebEvent.Who(person(), pick("", "staff", "staff,students"), pick("none", "basic")),
                new WebEvent.From("192.0.2." + random.nextInt(20), 1024 + random.nextInt(60_000), "office"),
                new WebEvent.To(
                        pick("http", "https"),
                        pick(HOSTS),
                        443,
                        "/" + text(random.nextInt(60)),
                        random.nextBoolean() ? "" : "q=" + text(random.nextInt(20)),
                        "198.51.100." + random.nextInt(9),
                        pick("", "example.com"),
                        ""),
                new WebEvent.Http(
                        pick("GET", "POST", "CONNECT"),
                        pick(List.of(200, 204, 403, 0)),
                        "HTTP/1.1",
                        pick("", "h2"),
                        "agent/" + random.nextInt(5),
                        "",
                        pick("", "text/html"),
                        random.nextInt(1_000),
                        random.nextLong(1L << 40)),
                new WebEvent.Tls(pick("none", "tunnel", "inspect"), "TLSv1.3", "", "TLSv1.2", "", "h2", "", ""),
                new WebEvent.Decided(
                        pick(Action.ALLOW, Action.MONITOR, Action.WARN, Action.BLOCK),
                        pick(RULES),
                        "",
                        "",
                        pick("", "rest"),
                        pick(RULES),
                        "",
                        pick(CATEGORIES),
                        pick("", "listed"),
                        random.nextInt(4096)),
                new WebEvent.Timing(-1, random.nextInt(9_000), 12, -1, -1, random.nextInt(90_000), 99_000));
    }

    private Optional<PersonToken> person() {
        int who = random.nextInt(6);
        return who == 0 ? Optional.empty() : Optional.of(new PersonToken(new Id128(7, who)));
    }

    private String text(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append("abcdefgh/._-%0あ".charAt(random.nextInt(15)));
        }
        return text.toString();
    }

    @SafeVarargs
    private <T> T pick(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private int pick(List<Integer> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}

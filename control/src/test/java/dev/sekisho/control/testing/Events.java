package dev.sekisho.control.testing;

import dev.sekisho.kernel.decision.Action;
import dev.sekisho.kernel.decision.FactName;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.id.BundleHash;
import dev.sekisho.kernel.id.EventId;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Events as a gateway would send them. */
public final class Events {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ALL_FACTS = (1 << FactName.values().length) - 1;

    private Events() {}

    /** An HTTPS request that was opened and decided. */
    public static WebEvent of(
            Instant time, BundleHash bundle, Optional<PersonToken> person, String host, Action action, String rule) {
        return new WebEvent(
                new EventId(Id128.random(RANDOM)),
                time.truncatedTo(ChronoUnit.MICROS),
                "gateway-1",
                bundle,
                new WebEvent.Who(person, person.isPresent() ? "sales" : "", person.isPresent() ? "basic" : "none"),
                new WebEvent.From("127.0.0.1", 50_000, "office"),
                new WebEvent.To("https", host, 443, "/a/page", "q=1", "", host, host),
                new WebEvent.Http(
                        "GET",
                        action == Action.BLOCK ? 403 : 200,
                        "HTTP/1.1",
                        "",
                        "=cmd|' /C calc'!A0",
                        "",
                        "text/html",
                        10,
                        2_000),
                new WebEvent.Tls("inspect", "TLSv1.3", "TLS_AES_128_GCM_SHA256", "", "", "", "", ""),
                new WebEvent.Decided(
                        action,
                        rule,
                        "",
                        "",
                        "rest",
                        rule,
                        "",
                        "shopping",
                        action == Action.BLOCK ? "listed" : "",
                        ALL_FACTS & ~FactName.DESTINATION.bit()),
                new WebEvent.Timing(10, 20, 900, -1, -1, -1, 1_500));
    }
}

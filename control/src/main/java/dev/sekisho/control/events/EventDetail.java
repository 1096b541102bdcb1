package dev.sekisho.control.events;

import dev.sekisho.control.access.CustomerDesk;
import dev.sekisho.control.policy.TraceItem;
import dev.sekisho.control.policy.VersionNumbers;
import dev.sekisho.directory.CollectionRegister;
import dev.sekisho.kernel.decision.Facts;
import dev.sekisho.kernel.decision.Stage;
import dev.sekisho.kernel.decision.Trace;
import dev.sekisho.kernel.decision.Verdict;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One event with everything that is stored about it, and its trace; {@code docs/api/openapi.yaml} describes its members. */
public record EventDetail(
        EventItem event,
        RequestItem request,
        ConnectionItem connection,
        TimingItem timing,
        Map<String, List<String>> facts,
        List<String> unknownFacts,
        List<String> notCollected,
        TraceItem trace) {

    /** Reads the event and computes its trace. */
    static EventDetail of(WebEvent event, CustomerDesk desk) {
        Facts facts = StoredFacts.of(event);
        return new EventDetail(
                EventItem.of(event, desk),
                RequestItem.of(event),
                ConnectionItem.of(event),
                TimingItem.of(event.timing()),
                StoredFacts.texts(facts),
                StoredFacts.unknown(facts),
                leftOut(event, desk),
                trace(event, facts, desk));
    }

    /** Fields that are empty here and that the customer does not collect now; what was chosen when it was stored is not kept. */
    private static List<String> leftOut(WebEvent event, CustomerDesk desk) {
        CollectionRegister register = desk.directory().collection();
        return register.trial(register.chosen().choice()).leftOut(event);
    }

    private static TraceItem trace(WebEvent event, Facts facts, CustomerDesk desk) {
        Optional<Policy> policy = desk.directory().policies().bundle(event.bundle());
        if (policy.isEmpty()) {
            return TraceItem.bundleGone(event.bundle());
        }
        List<Stage> visited = new ArrayList<>();
        if (!event.decided().decryptionRule().isEmpty()) {
            visited.add(Stage.DECRYPTION);
        }
        if (!event.decided().accessRule().isEmpty()) {
            visited.add(Stage.ACCESS);
        }
        Trace trace = policy.get().trace(visited, facts);
        return TraceItem.computed(
                trace,
                VersionNumbers.of(desk.directory().policies(), event.bundle()),
                event.bundle(),
                visited.isEmpty() ? null : agrees(trace, event.decided()));
    }

    /** Whether the rules computed now are those that were stored; a stage that cannot be decided any more agrees with neither. */
    private static @Nullable Boolean agrees(Trace trace, WebEvent.Decided decided) {
        for (Trace.StageTrace stage : trace.stages()) {
            if (!(stage.verdict() instanceof Verdict.Decided computed)) {
                return null;
            }
            String stored = computed.stage() == Stage.DECRYPTION ? decided.decryptionRule() : decided.accessRule();
            if (!stored.equals(computed.rule())) {
                return false;
            }
        }
        return true;
    }

    /** What was asked. */
    public record RequestItem(
            int port,
            String path,
            String query,
            int clientPort,
            String clientProtocol,
            String upstreamProtocol,
            String referrer,
            String contentType,
            String node,
            String identityMethod) {
        static RequestItem of(WebEvent event) {
            return new RequestItem(
                    event.to().port(),
                    event.to().path(),
                    event.to().query(),
                    event.from().port(),
                    event.http().clientProtocol(),
                    event.http().upstreamProtocol(),
                    event.http().referrer(),
                    event.http().contentType(),
                    event.node(),
                    event.who().method());
        }
    }

    /** How it was protected. */
    public record ConnectionItem(
            String destination,
            String sni,
            String connectHost,
            String mode,
            String clientTls,
            String clientCipher,
            String upstreamTls,
            String upstreamCipher,
            String alpn,
            String certificateFault,
            String certificateHash) {
        static ConnectionItem of(WebEvent event) {
            return new ConnectionItem(
                    event.to().address(),
                    event.to().sni(),
                    event.to().connectHost(),
                    event.tls().mode(),
                    event.tls().clientVersion(),
                    event.tls().clientCipher(),
                    event.tls().upstreamVersion(),
                    event.tls().upstreamCipher(),
                    event.tls().alpn(),
                    event.tls().certificateFault(),
                    event.tls().certificateHash());
        }
    }

    /** Microseconds; null for a step that was not visited. */
    public record TimingItem(
            @Nullable Long identity,
            @Nullable Long resolve,
            @Nullable Long decide,
            @Nullable Long connect,
            @Nullable Long tls,
            @Nullable Long firstByte,
            @Nullable Long total) {
        static TimingItem of(WebEvent.Timing timing) {
            return new TimingItem(
                    visited(timing.identity()),
                    visited(timing.resolve()),
                    visited(timing.decide()),
                    visited(timing.connect()),
                    visited(timing.tls()),
                    visited(timing.firstByte()),
                    visited(timing.total()));
        }

        private static @Nullable Long visited(long micros) {
            return micros < 0 ? null : micros;
        }
    }
}

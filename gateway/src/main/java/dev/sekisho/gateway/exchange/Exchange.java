package dev.sekisho.gateway.exchange;

import dev.sekisho.gateway.Identity.Person;
import dev.sekisho.gateway.OnRamps.OnRamp;
import dev.sekisho.gateway.destination.Resolution;
import dev.sekisho.gateway.event.EventDraft;
import dev.sekisho.gateway.http.BadMessage;
import dev.sekisho.gateway.http.Fields;
import dev.sekisho.gateway.http.Known;
import dev.sekisho.gateway.http.RequestHead;
import dev.sekisho.gateway.http.Target;
import dev.sekisho.gateway.identity.BasicCredentials;
import dev.sekisho.gateway.page.Refusal;
import dev.sekisho.gateway.upstream.Site;
import dev.sekisho.kernel.decision.Action;
import dev.sekisho.kernel.decision.Facts;
import dev.sekisho.kernel.decision.Stage;
import dev.sekisho.kernel.decision.Verdict;
import dev.sekisho.kernel.decision.WebRequest;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.id.BundleHash;
import dev.sekisho.policy.ConnectPlan;
import dev.sekisho.policy.Policy;
import dev.sekisho.policy.url.Host;
import dev.sekisho.policy.url.UrlPath;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * One request, in the one order: on-ramp, identity, resolution, decision, then a {@link Relay} to the site, a
 * {@link TunnelOpening}, or a refusal. Whatever happens, exactly one event records it. Everything is called on the client's
 * loop; the steps that take time come back to it.
 *
 * <p>Longer than most, because it is the one place that owns the order of the steps and the rule "one request, one response,
 * one event"; what each step does is elsewhere.
 */
final class Exchange {
    private static final Place NOWHERE = new Place("", "", 1);
    private final Station station;
    private final Parts parts;
    private final ClientConnection client;
    private final Arrival arrival;
    private final Optional<Inside> inside;
    private final @Nullable RequestHead head;
    private final Optional<OnRamp> onRamp;
    private final EventDraft event;
    private SignedIn signedIn = SignedIn.NOBODY;
    private Place place = NOWHERE;
    private boolean tls;
    private String rawTarget = "";
    private String path = "";
    private String query = "";
    private BundleHash bundle = EventDraft.NO_BUNDLE;
    private @Nullable Relay relay;
    private @Nullable TunnelOpening tunnel;
    private boolean ended;

    Exchange(
            Station station,
            ClientConnection client,
            Arrival arrival,
            Optional<Inside> inside,
            @Nullable RequestHead head) {
        this.station = station;
        this.parts = station.parts();
        this.client = client;
        this.arrival = arrival;
        this.inside = inside;
        this.head = head;
        this.onRamp =
                inside.map(Inside::onRamp).or(() -> parts.ports().onRamps().find(arrival.address()));
        this.event = new EventDraft(
                station.lane().ids().next(),
                parts.ports().eventTime().instant(),
                parts.options().node(),
                new WebEvent.From(
                        arrival.text(), arrival.port(), onRamp.map(OnRamp::name).orElse("")),
                System.nanoTime());
        if (head != null) {
            event.asked(
                    head.method(),
                    head.protocol(),
                    head.fields().first(Known.USER_AGENT),
                    originOf(head.fields().first(Known.REFERER)));
        }
        inside.ifPresent(this::recordTunnel);
    }

    private void recordTunnel(Inside tunnelled) {
        event.through(tunnelled.target().host(), tunnelled.sni());
        event.to(
                tunnelled.tls() ? "https" : "http",
                tunnelled.target().host(),
                tunnelled.target().port(),
                "",
                "");
        event.verdict(tunnelled.decryption());
        event.protectedBy(new WebEvent.Tls(
                tunnelled.tls() ? "inspect" : "none",
                tunnelled.clientTls().version(),
                tunnelled.clientTls().cipher(),
                "",
                "",
                "",
                "",
                tunnelled.certificateHash()));
    }

    private static String originOf(String referrer) {
        int start = referrer.indexOf("://");
        if (start < 0) {
            return "";
        }
        int end = referrer.indexOf('/', start + 3);
        String origin = end < 0 ? referrer : referrer.substring(0, end);
        int user = origin.indexOf('@');
        return user < 0 ? origin : origin.substring(0, start + 3) + origin.substring(user + 1);
    }

    // ---- the order of the steps

    void start() {
        if (onRamp.isEmpty()) {
            refuse(ErrorCode.ON_RAMP_UNKNOWN);
        } else if (parts.gate().overloaded()) {
            refuse(ErrorCode.OVERLOADED);
        } else if (!station.lane().outbox().admits()) {
            refuse(ErrorCode.LOG_UNAVAILABLE);
        } else if (parts.heads().passedBefore(request().fields())) {
            refuse(new Refusal.Other(ErrorCode.BAD_REQUEST), 508);
        } else {
            identify();
        }
    }

    private void identify() {
        if (inside.isPresent()) {
            known(inside.get().signedIn());
        } else if (!way().signIn()) {
            known(SignedIn.NOBODY);
        } else {
            Optional<BasicCredentials> credentials =
                    BasicCredentials.parse(request().fields().first(Known.PROXY_AUTHORIZATION));
            if (credentials.isEmpty()) {
                refuse(ErrorCode.PROXY_AUTHENTICATION_REQUIRED);
                return;
            }
            long started = System.nanoTime();
            station.lane().await(parts.signIns().check(way().scope(), credentials.get()), (person, failure) -> {
                event.spent(EventDraft.Step.IDENTITY, System.nanoTime() - started);
                checked(person, failure);
            });
        }
    }

    private void checked(@Nullable Optional<Person> person, @Nullable Throwable failure) {
        if (ended) {
            return;
        }
        if (person == null) {
            refuse(codeOf(failure));
        } else if (person.isEmpty()) {
            refuse(ErrorCode.PROXY_AUTHENTICATION_REQUIRED);
        } else {
            known(SignedIn.basic(person.get(), System.nanoTime()));
        }
    }

    private void known(SignedIn who) {
        signedIn = who;
        event.by(who.person().map(Person::token), who.groups(), who.method());
        Optional<Refused> misdirected = locate();
        if (misdirected.isPresent()) {
            refuse(new Refusal.Other(ErrorCode.BAD_REQUEST), misdirected.get().status());
            return;
        }
        boolean connect = request().method().equals("CONNECT");
        event.to(tls || connect ? "https" : "http", place.host(), place.port(), path, query);
        if (inside.isPresent()) {
            decide(inside.get().resolution());
            return;
        }
        long started = System.nanoTime();
        station.lane()
                .await(parts.destinations().resolve(way().scope(), place.host(), place.port()), (found, failure) -> {
                    event.spent(EventDraft.Step.RESOLVE, System.nanoTime() - started);
                    if (!ended) {
                        decide(found == null ? new Resolution.Unresolved(Resolution.Reason.FAILED) : found);
                    }
                });
    }

    private record Refused(int status) {}

    /** Finds out where the request wants to go; answers what is wrong with it, if anything. */
    private Optional<Refused> locate() {
        return switch (request().target()) {
            case Target.Connect connect ->
                inside.isPresent() ? Optional.of(new Refused(400)) : at(Place.of(connect.authority(), 443), false, "");
            case Target.Absolute absolute -> absolute(absolute);
            case Target.Origin origin ->
                inside.isPresent() ? inTunnel(origin.pathAndQuery()) : Optional.of(new Refused(400));
            case Target.Asterisk ignored -> inside.isPresent() ? inTunnel("*") : Optional.of(new Refused(400));
        };
    }

    private Optional<Refused> absolute(Target.Absolute absolute) {
        boolean https = absolute.scheme().equals("https");
        Optional<Place> wanted = Place.of(absolute.authority(), https ? 443 : 80);
        if (inside.isPresent()
                && (https != inside.get().tls()
                        || !wanted.equals(Optional.of(inside.get().target())))) {
            return Optional.of(new Refused(421));
        }
        return at(wanted, https, absolute.pathAndQuery());
    }

    /** Inside a tunnel the Host must be where the CONNECT led: what was decided on is what is asked (RFC 9110, 15.5.20). */
    private Optional<Refused> inTunnel(String pathAndQuery) {
        Inside tunnelled = inside.orElseThrow();
        try {
            Optional<Place> host = Place.of(
                    dev.sekisho.gateway.http.Authority.parseHostField(
                            request().fields().first(Known.HOST)),
                    tunnelled.tls() ? 443 : 80);
            boolean usualPort = host.isPresent()
                    && host.get().host().equals(tunnelled.target().host());
            if (!usualPort) {
                return Optional.of(new Refused(421));
            }
            return at(Optional.of(tunnelled.target()), tunnelled.tls(), pathAndQuery);
        } catch (BadMessage e) {
            return Optional.of(new Refused(400));
        }
    }

    private Optional<Refused> at(Optional<Place> found, boolean overTls, String pathAndQuery) {
        if (found.isEmpty()) {
            return Optional.of(new Refused(400));
        }
        place = found.get();
        tls = overTls;
        rawTarget = pathAndQuery;
        int mark = pathAndQuery.indexOf('?');
        String raw = mark < 0 ? pathAndQuery : pathAndQuery.substring(0, mark);
        path = raw.startsWith("/") ? UrlPath.normalise(raw) : "";
        query = mark < 0 ? "" : pathAndQuery.substring(mark + 1);
        return Optional.empty();
    }

    private void decide(Resolution resolution) {
        Optional<Policy> policy = parts.ports().policies().current(way().scope());
        if (policy.isEmpty()) {
            refuse(ErrorCode.NO_POLICY);
            return;
        }
        bundle = policy.get().hash();
        boolean connect = request().target() instanceof Target.Connect;
        long started = System.nanoTime();
        WebRequest asked = asked(place.host(), resolution, connect);
        if (connect) {
            ConnectPlan plan = ConnectPlan.of(policy.get(), asked);
            event.spent(EventDraft.Step.DECIDE, System.nanoTime() - started);
            event.decidedOn(policy.get().hash(), plan.facts());
            tunnel = new TunnelOpening(this, plan, resolution);
            tunnel.start();
            return;
        }
        Facts facts = policy.get().classify(asked);
        Verdict verdict = policy.get().decide(Stage.ACCESS, facts);
        event.spent(EventDraft.Step.DECIDE, System.nanoTime() - started);
        event.decidedOn(policy.get().hash(), facts);
        event.verdict(verdict);
        act(verdict, facts, resolution);
    }

    private WebRequest asked(String host, Resolution resolution, boolean connect) {
        return new WebRequest(
                event.time(),
                request().method(),
                tls || connect ? "https" : "http",
                host,
                place.port(),
                connect ? "" : path.isEmpty() ? "/" : path,
                query,
                resolution.addresses(),
                signedIn.person().map(Person::token),
                signedIn.groupNames(),
                arrival.address(),
                request().fields().first(Known.USER_AGENT));
    }

    /**
     * What the policy says of the name in a ClientHello, where it is another than that of the CONNECT: a name must not get in
     * under cover of another one.
     */
    Optional<ConnectPlan> planForGreeting(String serverName, Resolution resolution) {
        Optional<Host> host = serverName.isEmpty() ? Optional.empty() : Host.find(serverName);
        if (host.isEmpty() || host.get().text().equals(place.host())) {
            return Optional.empty();
        }
        return parts.ports()
                .policies()
                .current(way().scope())
                .map(policy -> ConnectPlan.of(policy, asked(host.get().text(), resolution, true)));
    }

    /** The name in the greeting is why the tunnel ends: the rule that speaks against it is recorded. */
    void refusedGreeting(ConnectPlan plan) {
        Verdict access = switch (plan) {
            case ConnectPlan.Tunnel tunnelled -> tunnelled.access();
            case ConnectPlan.Refuse refused -> refused.access();
            case ConnectPlan.Inspect inspected -> inspected.access();
            case ConnectPlan.InspectToRefuse inspected -> inspected.access();
        };
        Verdict against = access instanceof Verdict.Decided && !ConnectPlan.allows(access) ? access : plan.decryption();
        event.outcome(Action.BLOCK, TunnelOpening.rule(against));
        event.verdict(against);
        parts.figures().countRefusal(ErrorCode.BLOCKED_BY_RULE);
    }

    private void act(Verdict verdict, Facts facts, Resolution resolution) {
        if (!ConnectPlan.allows(verdict)) {
            refuseByRule(verdict, facts);
            return;
        }
        allowed(verdict);
        Optional<Refusal.Reason> fixed = inside.flatMap(Inside::refusal);
        if (fixed.isPresent()) {
            refuse(fixed.get(), 0);
            return;
        }
        Optional<Refusal.Reason> unreachable = unreachable(resolution);
        if (unreachable.isPresent()) {
            refuse(unreachable.get(), 0);
            return;
        }
        Relay next = new Relay(this, siteAt(resolution, tls), place.hostField(tls), rawTarget);
        relay = next;
        next.start();
    }

    /** Why the destination cannot be contacted, if the rules allow it. */
    static Optional<Refusal.Reason> unreachable(Resolution resolution) {
        return switch (resolution) {
            case Resolution.Unresolved unresolved ->
                Optional.of(new Refusal.Other(
                        unresolved.reason() == Resolution.Reason.OVERLOADED
                                ? ErrorCode.OVERLOADED
                                : ErrorCode.NAME_NOT_RESOLVED));
            case Resolution.Resolved resolved ->
                resolved.refusedBy().map(rule -> new Refusal.Other(ErrorCode.DESTINATION_REFUSED, rule));
        };
    }

    Site siteAt(Resolution resolution, boolean overTls) {
        return new Site(
                way().scope(),
                overTls,
                place.host(),
                place.port(),
                resolution instanceof Resolution.Resolved resolved ? resolved.permitted() : List.of());
    }

    void allowed(Verdict verdict) {
        if (verdict instanceof Verdict.Decided decided) {
            event.outcome(decided.action(), decided.rule());
        }
    }

    // ---- refusals

    void refuseByRule(Verdict verdict, Facts facts) {
        String rule = switch (verdict) {
            case Verdict.Decided decided -> decided.rule();
            case Verdict.Undecidable undecidable -> undecidable.rule();
        };
        event.outcome(
                verdict instanceof Verdict.Decided decided
                        ? decided.action()
                        : dev.sekisho.kernel.decision.Action.BLOCK,
                rule);
        answer(new Refusal.ByRule(rule, facts.categories(), facts.lists()), 0);
    }

    void refuse(ErrorCode code) {
        refuse(new Refusal.Other(code), 0);
    }

    void refuse(Refusal.Reason reason, int status) {
        if (ended) {
            return;
        }
        switch (reason.code()) {
            case NAME_NOT_RESOLVED, UPSTREAM_UNREACHABLE, UPSTREAM_TIMEOUT, UPSTREAM_PROTOCOL, UPSTREAM_TLS_FAILED ->
                event.failed(reason.code());
            case BLOCKED_BY_RULE -> event.outcome(Action.BLOCK, reason.rule());
            default -> event.refused(reason.code(), reason.rule());
        }
        if (reason instanceof Refusal.BadCertificate bad) {
            event.certificateFault(
                    bad.code(), inside.map(Inside::certificateHash).orElse(""));
        }
        answer(reason, status);
    }

    void badMessage(BadMessage.Fault fault) {
        Relay running = relay;
        if (running != null) {
            running.clientBroke(); // its body turned out to be malformed
            if (running.headSent()) {
                event.failed(ErrorCode.BAD_REQUEST);
                end();
                client.abort(this);
                return;
            }
        }
        if (onRamp.isEmpty()) {
            refuse(ErrorCode.ON_RAMP_UNKNOWN);
            return;
        }
        boolean large = fault == BadMessage.Fault.HEAD_TOO_LARGE || fault == BadMessage.Fault.TOO_MANY_FIELDS;
        broken = true;
        refuse(new Refusal.Other(large ? ErrorCode.REQUEST_TOO_LARGE : ErrorCode.BAD_REQUEST), fault.status());
    }

    private boolean broken;

    private void answer(Refusal.Reason reason, int status) {
        if (ended) {
            return;
        }
        parts.figures().countRefusal(reason.code());
        RequestHead asked = head;
        boolean keep = asked != null
                && !broken
                && asked.keepAlive()
                && client.bodyReceived()
                && onRamp.isPresent()
                && !parts.gate().draining();
        Refuser.Answer answer = new Refuser(parts.pages())
                .answer(client.alloc(), asked, reason, status, event, onRamp, place, path, !keep);
        event.answered(answer.status());
        event.sent(answer.bodyBytes());
        client.write(answer.bytes());
        end();
        client.finished(this, keep);
    }

    // ---- what the connection tells

    boolean wantsBody() {
        Relay running = relay;
        return running != null && running.wantsBody();
    }

    void bodyPiece(ByteBuf piece) {
        Relay running = relay;
        if (running == null || ended) {
            piece.release();
        } else {
            running.bodyPiece(piece);
        }
    }

    void bodyTrailers(Fields trailers) {
        Relay running = relay;
        if (running != null && !ended) {
            running.bodyTrailers(trailers);
        }
    }

    void bodyEnd() {
        Relay running = relay;
        if (running != null && !ended) {
            running.bodyEnd();
        }
    }

    void flushUpstream() {
        Relay running = relay;
        if (running != null) {
            running.flushUpstream();
        }
    }

    void clientWritable() {
        Relay running = relay;
        if (running != null) {
            running.clientWritable();
        }
    }

    void clientGone() {
        Relay running = relay;
        if (running != null) {
            running.clientBroke();
        }
        TunnelOpening opening = tunnel;
        if (opening != null) {
            opening.clientGone();
        }
        end();
    }

    void timedOut() {
        Relay running = relay;
        if (running != null && running.headSent()) {
            running.clientBroke();
            event.failed(ErrorCode.UPSTREAM_TIMEOUT);
            end();
            client.abort(this);
            return;
        }
        if (running != null) {
            running.clientBroke();
        }
        refuse(ErrorCode.UPSTREAM_TIMEOUT);
    }

    // ---- the end

    /** The response went out to its end. */
    void complete(boolean keep) {
        end();
        client.finished(this, keep && !parts.gate().draining());
    }

    /** The response broke off after its head. */
    void brokeOff(ErrorCode code) {
        event.failed(code);
        end();
        client.abort(this);
    }

    /** The one event of this request goes to the log. */
    void end() {
        if (!ended) {
            ended = true;
            parts.figures().requests().increment();
            onRamp.ifPresent(way -> station.lane().outbox().put(way.scope(), event.finish()));
        }
    }

    /** The requests in the tunnel are recorded, each by an event of its own; this CONNECT is not. */
    void recordedByOthers() {
        ended = true;
    }

    boolean isEnded() {
        return ended;
    }

    static ErrorCode codeOf(@Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof SekishoException known ? known.code() : ErrorCode.INTERNAL;
    }

    /** Whether the client's connection may stay open after this response. */
    boolean keepable() {
        return request().keepAlive() && !parts.gate().draining() && (inside.isEmpty() || stillValid(inside.get()));
    }

    /** A tunnel ends after this response if its policy or its sign-in is no longer the present one: the next CONNECT asks anew. */
    private boolean stillValid(Inside tunnelled) {
        boolean signedInStill = tunnelled.signedIn().person().isEmpty()
                || System.nanoTime() - tunnelled.signedIn().atNanos()
                        < parts.options().signInTtl().toNanos();
        return signedInStill && tunnelled.bundle().equals(bundle);
    }

    RequestHead request() {
        RequestHead present = head;
        if (present == null) {
            throw new IllegalStateException("the request was not understood");
        }
        return present;
    }

    OnRamp way() {
        return onRamp.orElseThrow();
    }

    Station station() {
        return station;
    }

    ClientConnection client() {
        return client;
    }

    EventDraft event() {
        return event;
    }

    Arrival arrival() {
        return arrival;
    }

    Optional<Inside> inside() {
        return inside;
    }

    BundleHash bundle() {
        return bundle;
    }

    SignedIn signedIn() {
        return signedIn;
    }

    Place place() {
        return place;
    }
}

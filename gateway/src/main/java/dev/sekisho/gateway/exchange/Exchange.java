package dev.sekisho.gateway.exchange;

import dev.sekisho.gateway.Identity.Person;
import dev.sekisho.gateway.OnRamps;
import dev.sekisho.gateway.OnRamps.OnRamp;
import dev.sekisho.gateway.destination.Resolution;
import dev.sekisho.gateway.event.EventDraft;
import dev.sekisho.gateway.http.BadMessage;
import dev.sekisho.gateway.http.Fields;
import dev.sekisho.gateway.http.Known;
import dev.sekisho.gateway.http.RequestHead;
import dev.sekisho.gateway.identity.BasicCredentials;
import dev.sekisho.gateway.page.Refusal;
import dev.sekisho.gateway.upstream.Site;
import dev.sekisho.kernel.decision.Action;
import dev.sekisho.kernel.decision.Facts;
import dev.sekisho.kernel.decision.Verdict;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.BundleHash;
import dev.sekisho.policy.ConnectPlan;
import dev.sekisho.policy.Policy;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request, in the one order: on-ramp, identity, resolution, decision, then a {@link Relay} to the site, a
 * {@link TunnelOpening}, or a refusal. Whatever happens, exactly one event records it. Everything is called on the client's
 * loop; the steps that take time come back to it.
 *
 * <p>One file because the order of the steps and the rule "one request, one response, one event" must have one owner; what each
 * step does is elsewhere.
 */
final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private final Station station;
    private final Parts parts;
    private final ClientConnection client;
    private final Arrival arrival;
    private final Optional<Inside> inside;
    private final @Nullable RequestHead head;
    private final Optional<OnRamp> onRamp;
    private final EventDraft event;
    private SignedIn signedIn = SignedIn.NOBODY;
    private Wanted wanted = Wanted.NOTHING;
    private @Nullable Judge judge;
    private BundleHash bundle = EventDraft.NO_BUNDLE;
    private @Nullable Relay relay;
    private @Nullable TunnelOpening tunnel;
    private boolean broken;
    private boolean elsewhere;
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
        this.event = Drafts.begin(station, arrival, onRamp, inside, head);
    }

    // ---- the order of the steps

    void start() {
        guarded(this::admit);
    }

    /** Runs a step. What it throws unexpectedly refuses the request: nothing passes because something broke. */
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.error("a step of a request failed; the request was refused", e);
            Relay running = relay;
            if (running != null) {
                running.clientBroke();
            }
            if (running != null && running.headSent()) {
                brokeOff(ErrorCode.INTERNAL);
            } else {
                refuse(ErrorCode.INTERNAL);
            }
        }
    }

    private void admit() {
        if (onRamp.isEmpty()) {
            refuse(ErrorCode.ON_RAMP_UNKNOWN);
        } else if (!sameWay()) {
            elsewhere = true;
            refuse(ErrorCode.ON_RAMP_UNKNOWN);
        } else if (served() == OnRamps.Service.NONE) {
            refuse(ErrorCode.LICENCE_LOCKED);
        } else if (served() == OnRamps.Service.WITHDRAWN) {
            refuse(ErrorCode.KEY_WITHDRAWN);
        } else if (parts.gate().overloaded()) {
            refuse(ErrorCode.OVERLOADED);
        } else if (recorded() && !station.lane().outbox().admits(way().scope(), way().whenLogFails())) {
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
        } else if (arrival.exposed()) {
            refuse(ErrorCode.SIGN_IN_NOT_ENCRYPTED); // a 407 would have the client send its password for all to read
        } else {
            Optional<BasicCredentials> credentials =
                    BasicCredentials.parse(request().fields().first(Known.PROXY_AUTHORIZATION));
            if (credentials.isEmpty()) {
                refuse(ErrorCode.PROXY_AUTHENTICATION_REQUIRED);
                return;
            }
            long started = System.nanoTime();
            station.lane()
                    .await(
                            parts.signIns().check(way().scope(), credentials.get(), arrival.address()),
                            (person, failure) -> {
                                event.spent(EventDraft.Step.IDENTITY, System.nanoTime() - started);
                                guarded(() -> checked(person, failure));
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
        switch (Wanted.of(request(), inside)) {
            case Wanted.Wrong wrong -> refuse(new Refusal.Other(ErrorCode.BAD_REQUEST), wrong.status());
            case Wanted.There there -> {
                wanted = there.wanted();
                event.to(wanted.scheme(), place().host(), place().port(), wanted.path(), wanted.query());
                resolve();
            }
        }
    }

    private void resolve() {
        if (inside.isPresent()) {
            decide(inside.get().resolution());
            return;
        }
        long started = System.nanoTime();
        var asked = parts.destinations().resolve(way().scope(), place().host(), place().port());
        station.lane().await(asked, (found, failure) -> {
            event.spent(EventDraft.Step.RESOLVE, System.nanoTime() - started);
            if (!ended) {
                guarded(() -> decide(found == null ? new Resolution.Unresolved(Resolution.Reason.FAILED) : found));
            }
        });
    }

    private void decide(Resolution resolution) {
        Optional<Policy> policy = parts.ports().policies().current(way().scope());
        if (policy.isEmpty()) {
            refuse(ErrorCode.NO_POLICY);
            return;
        }
        bundle = policy.get().hash();
        Judge present = new Judge(policy.get(), request(), wanted, signedIn, arrival, event);
        judge = present;
        if (wanted.connect()) {
            tunnel = new TunnelOpening(this, present.plan(resolution), resolution);
            tunnel.start();
        } else {
            act(present.decide(resolution), resolution);
        }
    }

    private void act(Judge.Decision decision, Resolution resolution) {
        if (!ConnectPlan.allows(decision.access())) {
            refuseByRule(decision.access(), decision.facts());
            return;
        }
        allowed(decision.access());
        Optional<Refusal.Reason> reason = inside.flatMap(Inside::refusal).or(() -> Judge.unreachable(resolution));
        if (reason.isPresent()) {
            refuse(reason.get(), 0);
            return;
        }
        Relay next =
                new Relay(this, siteAt(resolution, wanted.tls()), place().hostField(wanted.tls()), wanted.target());
        relay = next;
        next.start();
    }

    /** {@link Judge#planForGreeting}, for the tunnel that this CONNECT opened. */
    Optional<ConnectPlan> planForGreeting(String serverName, Resolution resolution) {
        Judge present = judge;
        return present == null ? Optional.empty() : present.planForGreeting(serverName, resolution);
    }

    /** The name in the greeting is why the tunnel ends: the rule that speaks against it is recorded. */
    void refusedGreeting(ConnectPlan plan) {
        Verdict access = Judge.access(plan);
        boolean byAccess = access instanceof Verdict.Decided && !ConnectPlan.allows(access);
        Verdict against = byAccess ? access : plan.decryption();
        event.outcome(Action.BLOCK, Judge.rule(against));
        event.verdict(against);
        parts.figures().countRefusal(ErrorCode.BLOCKED_BY_RULE);
    }

    Site siteAt(Resolution resolution, boolean overTls) {
        return new Site(
                way().scope(),
                overTls,
                place().host(),
                place().port(),
                resolution instanceof Resolution.Resolved resolved ? resolved.permitted() : List.of());
    }

    void allowed(Verdict verdict) {
        if (verdict instanceof Verdict.Decided decided) {
            event.outcome(decided.action(), decided.rule());
        }
    }

    // ---- refusals

    void refuseByRule(Verdict verdict, Facts facts) {
        String rule = Judge.rule(verdict);
        event.outcome(verdict instanceof Verdict.Decided decided ? decided.action() : Action.BLOCK, rule);
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

    private void answer(Refusal.Reason reason, int status) {
        if (ended) {
            return;
        }
        parts.figures().countRefusal(reason.code());
        RequestHead asked = head;
        boolean keep = asked != null
                && !broken
                && !elsewhere
                && asked.keepAlive()
                && client.bodyReceived()
                && onRamp.isPresent()
                && !parts.gate().draining();
        Refuser.Answer answer = new Refuser(parts.pages())
                .answer(
                        client.alloc(),
                        asked,
                        reason,
                        status,
                        event,
                        onRamp,
                        recorded(),
                        place(),
                        wanted.path(),
                        !keep);
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
            if (recorded()) {
                onRamp.ifPresent(way -> station.lane().outbox().put(way.scope(), way.whenLogFails(), event.finish()));
            } else {
                parts.figures().unlogged().increment();
            }
        }
    }

    /** What the customer's licence allows at this moment. */
    OnRamps.Service served() {
        return onRamp.map(way -> parts.ports().onRamps().service(way.scope())).orElse(OnRamps.Service.FULL);
    }

    private boolean recorded() {
        return served() == OnRamps.Service.FULL;
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
        return signedInStill && tunnelled.bundle().equals(bundle) && sameWay();
    }

    /** A tunnel belongs to the way in of its CONNECT; it ends when its address is another customer's, nobody's, or asks for sign-in. */
    private boolean sameWay() {
        return inside.isEmpty()
                || parts.ports()
                        .onRamps()
                        .find(arrival.address())
                        .filter(now ->
                                now.scope().customer().equals(way().scope().customer())
                                        && now.signIn() == way().signIn())
                        .isPresent();
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
        return wanted.place();
    }
}

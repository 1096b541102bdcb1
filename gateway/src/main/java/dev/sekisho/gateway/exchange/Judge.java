package dev.sekisho.gateway.exchange;

import dev.sekisho.gateway.Identity.Person;
import dev.sekisho.gateway.destination.Resolution;
import dev.sekisho.gateway.event.EventDraft;
import dev.sekisho.gateway.http.Known;
import dev.sekisho.gateway.http.RequestHead;
import dev.sekisho.gateway.page.Refusal;
import dev.sekisho.kernel.decision.Facts;
import dev.sekisho.kernel.decision.Stage;
import dev.sekisho.kernel.decision.Verdict;
import dev.sekisho.kernel.decision.WebRequest;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.policy.ConnectPlan;
import dev.sekisho.policy.Policy;
import dev.sekisho.policy.url.Host;
import java.util.Optional;

/** Puts one request before the policy, and what the policy said into its event. */
final class Judge {
    private final Policy policy;
    private final RequestHead head;
    private final Wanted wanted;
    private final SignedIn signedIn;
    private final Arrival arrival;
    private final EventDraft event;

    Judge(Policy policy, RequestHead head, Wanted wanted, SignedIn signedIn, Arrival arrival, EventDraft event) {
        this.policy = policy;
        this.head = head;
        this.wanted = wanted;
        this.signedIn = signedIn;
        this.arrival = arrival;
        this.event = event;
    }

    /** The access stage of a request, with the facts it was decided on. */
    record Decision(Verdict access, Facts facts) {}

    Decision decide(Resolution resolution) {
        long started = System.nanoTime();
        Facts facts = policy.classify(asked(wanted.place().host(), resolution));
        Verdict access = policy.decide(Stage.ACCESS, facts);
        event.spent(EventDraft.Step.DECIDE, System.nanoTime() - started);
        event.decidedOn(policy.hash(), facts);
        event.verdict(access);
        return new Decision(access, facts);
    }

    ConnectPlan plan(Resolution resolution) {
        long started = System.nanoTime();
        ConnectPlan plan = ConnectPlan.of(policy, asked(wanted.place().host(), resolution));
        event.spent(EventDraft.Step.DECIDE, System.nanoTime() - started);
        event.decidedOn(policy.hash(), plan.facts());
        event.verdict(plan.decryption());
        return plan;
    }

    /**
     * What the policy says of the name in a ClientHello, where it is another than that of the CONNECT: a name must not get in
     * under cover of another one.
     */
    Optional<ConnectPlan> planForGreeting(String serverName, Resolution resolution) {
        Optional<Host> host = serverName.isEmpty() ? Optional.empty() : Host.find(serverName);
        return host.filter(name -> !name.text().equals(wanted.place().host()))
                .map(name -> ConnectPlan.of(policy, asked(name.text(), resolution)));
    }

    private WebRequest asked(String host, Resolution resolution) {
        return new WebRequest(
                event.time(),
                head.method(),
                wanted.scheme(),
                host,
                wanted.place().port(),
                wanted.connect() ? "" : wanted.path().isEmpty() ? "/" : wanted.path(),
                wanted.query(),
                resolution.addresses(),
                signedIn.person().map(Person::token),
                signedIn.groupNames(),
                arrival.address(),
                head.fields().first(Known.USER_AGENT));
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

    /** The access verdict of a plan. */
    static Verdict access(ConnectPlan plan) {
        return switch (plan) {
            case ConnectPlan.Tunnel tunnel -> tunnel.access();
            case ConnectPlan.Refuse refuse -> refuse.access();
            case ConnectPlan.Inspect inspect -> inspect.access();
            case ConnectPlan.InspectToRefuse inspect -> inspect.access();
        };
    }

    /** The rule that a verdict names. */
    static String rule(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Decided decided -> decided.rule();
            case Verdict.Undecidable undecidable -> undecidable.rule();
        };
    }
}

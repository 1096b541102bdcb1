package dev.sekisho.policy;

import dev.sekisho.kernel.decision.Action;
import dev.sekisho.kernel.decision.FactName;
import dev.sekisho.kernel.decision.Facts;
import dev.sekisho.kernel.decision.Stage;
import dev.sekisho.kernel.decision.Verdict;
import dev.sekisho.kernel.decision.WebRequest;
import java.util.Optional;
import java.util.Set;

/**
 * What a gateway does with a CONNECT, before anything is contacted. At that moment method and path of the requests to come are
 * unknown; a rule that reads them does not decide yet. In a tunnel they never become known: there the method is CONNECT and
 * the path is empty, for good, and the access rules decide once, on that.
 */
public sealed interface ConnectPlan {
    /** What was known; for {@link Tunnel} and {@link Refuse} these are the facts to store. */
    Facts facts();

    /** The verdict of the decryption stage. */
    Verdict decryption();

    /** Pass the connection through unopened. {@code access} allows it. */
    record Tunnel(Facts facts, Verdict decryption, Verdict access) implements ConnectPlan {}

    /**
     * Answer the CONNECT with 403 and contact nobody: a rule tunnels the host, so it is never opened, and {@code access} refuses
     * it; or a verdict is undecidable.
     */
    record Refuse(Facts facts, Verdict decryption, Verdict access) implements ConnectPlan {}

    /** Contact the site, open the connection, decide each request. {@code access} is preliminary, for the log only. */
    record Inspect(Facts facts, Verdict decryption, Verdict access) implements ConnectPlan {}

    /**
     * Every request in it will be refused, whatever its method and path: open the connection with a leaf for the requested
     * name, contact nobody, decide each request and show its refusal inside.
     */
    record InspectToRefuse(Facts facts, Verdict decryption, Verdict access) implements ConnectPlan {}

    /**
     * Makes the plan.
     *
     * @param connect the request, its method {@code CONNECT}, its path empty
     */
    static ConnectPlan of(Policy policy, WebRequest connect) {
        Facts facts = policy.classify(connect);
        Verdict decryption = policy.decide(Stage.DECRYPTION, facts);
        boolean inspect = decryption instanceof Verdict.Decided decided && decided.action() == Action.INSPECT;
        if (!inspect) {
            Facts tunnel = tunnelled(facts);
            Verdict access = policy.decide(Stage.ACCESS, tunnel);
            boolean pass = decryption instanceof Verdict.Decided && allows(access);
            return pass ? new Tunnel(tunnel, decryption, access) : new Refuse(tunnel, decryption, access);
        }
        Verdict access = policy.decide(Stage.ACCESS, facts);
        return policy.possible(Stage.ACCESS, facts).equals(Set.of(Action.BLOCK))
                ? new InspectToRefuse(facts, decryption, access)
                : new Inspect(facts, decryption, access);
    }

    /** The facts of a connection that stays closed: its method and path are CONNECT and empty, and that is final. */
    static Facts tunnelled(Facts facts) {
        return new Facts(
                facts.known() | FactName.METHOD.bit() | FactName.PATH.bit(),
                facts.at(),
                "CONNECT",
                facts.host(),
                facts.port(),
                "",
                facts.destination(),
                facts.categories(),
                facts.lists(),
                facts.person(),
                facts.groups(),
                facts.clientAddress(),
                facts.userAgent());
    }

    /** Whether the verdict lets the request out: only a decision to allow or monitor does. */
    static boolean allows(Verdict verdict) {
        return verdict instanceof Verdict.Decided decided
                && (decided.action() == Action.ALLOW || decided.action() == Action.MONITOR);
    }

    /** The action, if the verdict is a decision. */
    static Optional<Action> action(Verdict verdict) {
        return verdict instanceof Verdict.Decided decided ? Optional.of(decided.action()) : Optional.empty();
    }
}

package dev.sekisho.control.policy;

import dev.sekisho.kernel.decision.Facts;
import dev.sekisho.kernel.decision.Stage;
import dev.sekisho.kernel.decision.Trace;
import dev.sekisho.kernel.decision.WebRequest;
import dev.sekisho.policy.ConnectPlan;
import dev.sekisho.policy.Policy;
import java.util.ArrayList;
import java.util.List;

/**
 * A request walked through the stages as a gateway does it: for HTTPS first the CONNECT, and then, if the connection would be
 * opened, the request inside it.
 *
 * @param facts what the access stage knew
 * @param trace the stages
 */
record Trial(Facts facts, Trace trace) {
    /**
     * Walks.
     *
     * @param resolvable whether the destination is known, be it that the name does not resolve
     */
    static Trial of(Policy policy, WebRequest request, boolean resolvable) {
        return walk(resolvable ? policy : new Unresolved(policy), request);
    }

    private static Trial walk(Policy policy, WebRequest request) {
        if (request.scheme().equals("http")) {
            Facts facts = policy.classify(request);
            return new Trial(facts, policy.trace(List.of(Stage.ACCESS), facts));
        }
        ConnectPlan plan = ConnectPlan.of(policy, connect(request));
        Facts host = plan.facts();
        List<Trace.StageTrace> stages =
                new ArrayList<>(policy.trace(List.of(Stage.DECRYPTION), host).stages());
        Facts last = switch (plan) {
            case ConnectPlan.Tunnel any -> host;
            case ConnectPlan.Refuse any -> host;
            case ConnectPlan.Inspect any -> policy.classify(request);
            case ConnectPlan.InspectToRefuse any -> policy.classify(request);
        };
        stages.addAll(policy.trace(List.of(Stage.ACCESS), last).stages());
        return new Trial(last, new Trace(stages));
    }

    private static WebRequest connect(WebRequest request) {
        return new WebRequest(
                request.at(),
                "CONNECT",
                request.scheme(),
                request.host(),
                request.port(),
                "",
                "",
                request.destination(),
                request.person(),
                request.groups(),
                request.clientAddress(),
                request.userAgent());
    }
}

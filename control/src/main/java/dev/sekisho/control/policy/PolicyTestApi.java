package dev.sekisho.control.policy;

import dev.sekisho.control.ControlParts;
import dev.sekisho.control.Destinations;
import dev.sekisho.control.Destinations.Found;
import dev.sekisho.control.access.CustomerDesk;
import dev.sekisho.control.problem.Refusal;
import dev.sekisho.directory.Person;
import dev.sekisho.directory.Policies.PolicyVersion;
import dev.sekisho.kernel.decision.Trace.StageTrace;
import dev.sekisho.kernel.decision.Verdict;
import dev.sekisho.kernel.decision.WebRequest;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.policy.Policy;
import dev.sekisho.policy.PolicySource;
import dev.sekisho.policy.url.Addresses;
import dev.sekisho.policy.url.Host;
import dev.sekisho.policy.url.WebUrl;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the policy, or a draft, decides for a request that nobody makes. */
@RestController
public class PolicyTestApi {
    private final InstantSource clock;
    private final PolicySource inForce;
    private final Destinations destinations;
    private final JsonMapper json;

    /** "Now" and name resolution come from the parts. */
    public PolicyTestApi(ControlParts parts, JsonMapper json) {
        this.clock = parts.dataClock();
        this.inForce = parts.directory().policies();
        this.destinations = parts.destinations();
        this.json = json;
    }

    /** Decides and explains. */
    @PostMapping("/api/v1/policy/test")
    public Result test(@RequestBody Question question, CustomerDesk desk) {
        WebUrl url = url(question.url());
        Optional<PolicyVersion> live = desk.directory().policies().current();
        Policy policy = policy(question, desk, live);
        Optional<Found> found = found(question, url, desk);
        WebRequest request = request(question, url, found.map(Found::addresses).orElse(List.of()), desk);
        Trial trial = Trial.of(policy, request, found.isPresent());
        boolean draft = question.draft() != null && !question.draft().isNull();
        Long version = draft ? null : live.map(PolicyVersion::number).orElse(null);
        TraceItem trace = TraceItem.computed(trial.trace(), version, draft ? null : policy.hash(), null);
        TraceItem.WinnerItem winner = trace.winner();
        Optional<String> guard = found.flatMap(Found::refusedBy)
                .filter(rule -> winner == null || !winner.action().equals("block"));
        return new Result(
                guard.isPresent() ? "block" : winner == null ? null : winner.action(),
                guard.orElse(winner == null ? null : winner.rule()),
                guard.isPresent() ? "destination" : winner == null ? undecided(trial) : winner.stage(),
                guard.isPresent() ? ErrorCode.DESTINATION_REFUSED.code() : null,
                version,
                trial.facts().categories(),
                trial.facts().lists(),
                found.map(known ->
                                known.addresses().stream().map(Addresses::text).toList())
                        .orElse(null),
                trace);
    }

    private Policy policy(Question question, CustomerDesk desk, Optional<PolicyVersion> live) {
        JsonNode draft = question.draft();
        if (draft == null || draft.isNull()) {
            PolicyVersion version = live.orElseThrow(() -> Refusal.of(
                    ErrorCode.NOT_FOUND, "No policy was ever published; send a draft to test that instead."));
            // What gateways decide by, with the lists in force; a bundle read back may classify nothing.
            return inForce.current(desk.scope())
                    .or(() -> desk.directory().policies().bundle(version.bundle()))
                    .orElseThrow(() -> Refusal.of(ErrorCode.NOT_FOUND, "The policy in force cannot be read."));
        }
        try {
            return Drafts.compile(Drafts.text(draft, json), desk);
        } catch (SekishoException rejected) {
            if (rejected.code() == ErrorCode.POLICY_INVALID) {
                throw Refusal.unprocessable(
                        ErrorCode.POLICY_INVALID,
                        "The draft does not compile, so it decides nothing.",
                        PolicyProblems.of(rejected));
            }
            throw rejected;
        }
    }

    private static WebUrl url(@Nullable String text) {
        if (text == null || text.length() > 8_192) {
            throw Refusal.invalid("url", "is missing, or longer than 8,192 characters");
        }
        try {
            return WebUrl.parseTyped(text);
        } catch (SekishoException notAUrl) {
            throw Refusal.invalid("url", String.valueOf(notAUrl.getMessage()));
        }
    }

    private Optional<Found> found(Question question, WebUrl url, CustomerDesk desk) {
        if (question.resolved() != null) {
            List<InetAddress> given = question.resolved().stream()
                    .map(text -> address("resolved", text))
                    .toList();
            return Optional.of(new Found(given, Optional.empty()));
        }
        Optional<Found> asked = destinations.find(desk.scope(), url.host().text(), url.port());
        return asked.isEmpty() && url.host() instanceof Host.Address literal
                ? Optional.of(new Found(List.of(literal.address()), Optional.empty()))
                : asked;
    }

    private WebRequest request(Question question, WebUrl url, List<InetAddress> destination, CustomerDesk desk) {
        Optional<PersonToken> person = Optional.empty();
        Set<String> groups = new TreeSet<>();
        if (question.user() != null && !question.user().isEmpty()) {
            List<PersonToken> meant = desk.people(question.user());
            Optional<Person> known =
                    meant.size() == 1 ? desk.directory().people().find(meant.getFirst()) : Optional.empty();
            if (known.isEmpty() && question.groups() == null) {
                throw Refusal.invalid(
                        "user", "is nobody of this customer; give groups to test with somebody who does not exist yet");
            }
            person = known.map(Person::token);
            known.ifPresent(found -> groups.addAll(found.groups()));
        }
        if (question.groups() != null) {
            groups.clear();
            groups.addAll(question.groups());
        }
        return new WebRequest(
                question.at() == null ? clock.instant() : question.at(),
                question.method() == null ? "GET" : question.method().toUpperCase(Locale.ROOT),
                url.scheme(),
                url.host().text(),
                url.port(),
                url.path(),
                url.query(),
                destination,
                person,
                groups,
                address("clientIp", question.clientIp() == null ? "127.0.0.1" : question.clientIp()),
                question.userAgent() == null ? "" : question.userAgent());
    }

    private static InetAddress address(String name, String text) {
        return Host.find(text)
                .flatMap(host ->
                        host instanceof Host.Address literal ? Optional.of(literal.address()) : Optional.empty())
                .orElseThrow(() -> Refusal.invalid(name, "is not an IP address"));
    }

    private static @Nullable String undecided(Trial trial) {
        for (StageTrace stage : trial.trace().stages()) {
            if (stage.verdict() instanceof Verdict.Undecidable undecidable) {
                return undecidable.stage().wire();
            }
        }
        return null;
    }

    /** The question; {@code docs/api/openapi.yaml} describes its members. */
    public record Question(
            @Nullable String url,
            @Nullable String method,
            @Nullable String user,
            @Nullable List<String> groups,
            @Nullable String clientIp,
            @Nullable Instant at,
            @Nullable String userAgent,
            @Nullable List<String> resolved,
            @Nullable JsonNode draft) {
        @Override
        public String toString() {
            return "question";
        }
    }

    /** The answer. */
    public record Result(
            @Nullable String action,
            @Nullable String rule,
            @Nullable String stage,
            @Nullable String reason,
            @Nullable Long version,
            List<String> categories,
            List<String> lists,
            @Nullable List<String> resolved,
            TraceItem trace) {}
}

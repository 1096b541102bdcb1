package dev.sekisho.control.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sekisho.control.access.CustomerDesk;
import dev.sekisho.control.problem.Place;
import dev.sekisho.control.problem.Refusal;
import dev.sekisho.control.web.Answers.Page;
import dev.sekisho.control.web.Preconditions;
import dev.sekisho.directory.Policies;
import dev.sekisho.directory.Policies.PolicyVersion;
import dev.sekisho.directory.Policies.Summary;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.BundleHash;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.Actor;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The policy document: read, publish, check, compare, older versions. */
@RestController
public class PolicyApi {
    private static final MediaType YAML = new MediaType("application", "yaml", StandardCharsets.UTF_8);

    private final JsonMapper json;

    /** Writes JSON by {@code json}. */
    public PolicyApi(JsonMapper json) {
        this.json = json;
    }

    /** The document in force, as its value. */
    @GetMapping(path = "/api/v1/policy", produces = "application/json")
    public ResponseEntity<Map<?, ?>> policy(CustomerDesk desk) {
        return value(inForce(desk));
    }

    /** The document in force, as it was written. */
    @GetMapping(path = "/api/v1/policy", produces = "application/yaml")
    public ResponseEntity<byte[]> policyText(CustomerDesk desk) {
        return text(inForce(desk));
    }

    /** Publishes. */
    @PutMapping(path = "/api/v1/policy", produces = "application/json")
    public ResponseEntity<VersionItem> publish(
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestHeader(name = "If-None-Match", required = false) @Nullable String ifNoneMatch,
            HttpServletRequest request,
            CustomerDesk desk)
            throws IOException {
        Policies policies = desk.directory().policies();
        Optional<PolicyVersion> before = policies.current();
        long inForce = before.map(PolicyVersion::number).orElse(0L);
        if (before.isPresent() && ifNoneMatch != null) {
            throw Refusal.changedMeanwhile(Preconditions.etag(inForce));
        }
        long expected = before.isEmpty() && (ifMatch == null || "*".equals(ifNoneMatch))
                ? first(ifNoneMatch)
                : Preconditions.expected(ifMatch, inForce);
        String document = PolicyBody.read(request);
        PolicyVersion published;
        try {
            // Whoever sees no names learns nothing from which logins a policy may name.
            published = desk.showsNames()
                    ? policies.publish(document, expected)
                    : policies.publishWithoutNames(document, expected);
        } catch (SekishoException refused) {
            throw translated(refused, policies);
        }
        VersionItem item = VersionItem.of(
                published.number(),
                published.published(),
                published.author(),
                published.bundle(),
                true,
                published.number() != inForce,
                desk);
        return ResponseEntity.ok().eTag(Preconditions.etag(published.number())).body(item);
    }

    /** Checks a draft. */
    @PostMapping("/api/v1/policy/validate")
    public Validation validate(@RequestBody DraftRequest body, CustomerDesk desk) {
        String draft = Drafts.text(body.draft(), json);
        try {
            Drafts.compile(draft, desk);
        } catch (SekishoException refused) {
            if (refused.code() != ErrorCode.POLICY_INVALID) {
                throw refused;
            }
            return new Validation(false, PolicyProblems.of(refused), null);
        }
        return new Validation(true, List.of(), Yaml.map(draft));
    }

    /** Compares a draft with a version. */
    @PostMapping("/api/v1/policy/diff")
    public PolicyDiff diff(@RequestBody DiffRequest body, CustomerDesk desk) {
        Policies policies = desk.directory().policies();
        Optional<PolicyVersion> base = body.base() == null
                ? policies.current()
                : Optional.of(policies.version(body.base()).orElseThrow(Refusal::notFound));
        return PolicyDiff.of(
                base.map(PolicyVersion::number).orElse(null),
                base.<Map<?, ?>>map(version -> Yaml.map(version.document())).orElse(Map.of()),
                Yaml.map(Drafts.text(body.draft(), json)));
    }

    /** Versions, newest first. */
    @GetMapping("/api/v1/policy/versions")
    public Page<VersionItem> versions(
            @RequestParam(name = "limit", defaultValue = "100") int limit,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor,
            CustomerDesk desk) {
        int size = Limits.page(limit);
        Optional<Long> before = Optional.ofNullable(cursor).map(PolicyApi::number);
        Policies policies = desk.directory().policies();
        long live = policies.current().map(PolicyVersion::number).orElse(0L);
        List<Summary> found = policies.history(before, size);
        List<VersionItem> items = found.stream()
                .map(version -> VersionItem.of(
                        version.number(),
                        version.published(),
                        version.author(),
                        version.bundle(),
                        version.number() == live,
                        null,
                        desk))
                .toList();
        boolean more = found.size() == size && found.getLast().number() > 1;
        return new Page<>(items, more ? Long.toString(found.getLast().number()) : null);
    }

    /** An older document, as its value. */
    @GetMapping(path = "/api/v1/policy/versions/{version}", produces = "application/json")
    public ResponseEntity<Map<?, ?>> version(@PathVariable("version") long version, CustomerDesk desk) {
        return value(published(version, desk));
    }

    /** An older document, as it was written. */
    @GetMapping(path = "/api/v1/policy/versions/{version}", produces = "application/yaml")
    public ResponseEntity<byte[]> versionText(@PathVariable("version") long version, CustomerDesk desk) {
        return text(published(version, desk));
    }

    private static PolicyVersion inForce(CustomerDesk desk) {
        return desk.directory()
                .policies()
                .current()
                .orElseThrow(() -> Refusal.of(
                        ErrorCode.NOT_FOUND,
                        "No policy was ever published, so nothing passes. PUT one with If-None-Match: *."));
    }

    private static PolicyVersion published(long version, CustomerDesk desk) {
        return desk.directory().policies().version(version).orElseThrow(Refusal::notFound);
    }

    private static ResponseEntity<Map<?, ?>> value(PolicyVersion version) {
        return tagged(version).contentType(MediaType.APPLICATION_JSON).body(Yaml.map(version.document()));
    }

    private static ResponseEntity<byte[]> text(PolicyVersion version) {
        return tagged(version).contentType(YAML).body(version.document().getBytes(StandardCharsets.UTF_8));
    }

    private static ResponseEntity.BodyBuilder tagged(PolicyVersion version) {
        return ResponseEntity.ok()
                .eTag(Preconditions.etag(version.number()))
                .lastModified(version.published())
                .header("Vary", "Accept");
    }

    private static long first(@Nullable String ifNoneMatch) {
        if (!"*".equals(ifNoneMatch)) {
            throw Refusal.of(
                    ErrorCode.PRECONDITION_REQUIRED,
                    "Nothing is published yet: send If-None-Match: * to publish the first version.");
        }
        return 0;
    }

    private static long number(String cursor) {
        try {
            return Long.parseLong(cursor);
        } catch (NumberFormatException notANumber) {
            throw Refusal.invalid("cursor", "is not the \"next\" of a page");
        }
    }

    private static SekishoException translated(SekishoException refused, Policies policies) {
        return switch (refused.code()) {
            case CONFLICT ->
                Refusal.changedMeanwhile(Preconditions.etag(
                        policies.current().map(PolicyVersion::number).orElse(0L)));
            case POLICY_INVALID -> {
                List<Place> places = PolicyProblems.of(refused);
                yield Refusal.unprocessable(
                        ErrorCode.POLICY_INVALID,
                        "The document has " + places.size() + (places.size() == 1 ? " problem" : " problems")
                                + " and was not published; the version in force stays.",
                        places);
            }
            default -> refused;
        };
    }

    /** A draft. */
    public record DraftRequest(@Nullable JsonNode draft) {}

    /** A draft and what to compare it with. */
    public record DiffRequest(
            @Nullable JsonNode draft, @Nullable Long base) {}

    /** What is wrong with a draft, and its value. */
    public record Validation(
            boolean valid, List<Place> problems, @Nullable Map<?, ?> normal) {}

    /** A published version. */
    public record VersionItem(
            long version,
            Instant published,
            @Nullable String by,
            @Nullable String byName,
            String bundle,
            boolean live,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Boolean changed) {
        static VersionItem of(
                long number,
                Instant published,
                Actor author,
                BundleHash bundle,
                boolean live,
                @Nullable Boolean changed,
                CustomerDesk desk) {
            PersonToken person = author instanceof Actor.Person known ? known.token() : null;
            return new VersionItem(
                    number,
                    published,
                    switch (author) {
                        case Actor.Person known -> known.token().toString();
                        case Actor.Program program -> "token:" + program.tokenId();
                        case Actor.Operator any -> "operator";
                        case Actor.Gateway gateway -> "gateway:" + gateway.node();
                        case Actor.Job job -> "job:" + job.name();
                    },
                    person == null ? null : desk.nameOf(person),
                    bundle.hex(),
                    live,
                    changed);
        }
    }
}

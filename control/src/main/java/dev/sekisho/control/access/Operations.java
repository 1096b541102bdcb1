package dev.sekisho.control.access;

import static dev.sekisho.control.access.WhenLocked.ALWAYS;
import static dev.sekisho.control.access.WhenLocked.EXPORT;
import static dev.sekisho.control.access.WhenLocked.NEVER;
import static dev.sekisho.control.access.WhenLocked.UNTIL_DELETION;
import static dev.sekisho.directory.Permission.AUDIT_READ;
import static dev.sekisho.directory.Permission.ERASURE_READ;
import static dev.sekisho.directory.Permission.ERASURE_WRITE;
import static dev.sekisho.directory.Permission.EVENTS_READ;
import static dev.sekisho.directory.Permission.HOLD_READ;
import static dev.sekisho.directory.Permission.HOLD_WRITE;
import static dev.sekisho.directory.Permission.LICENCE_READ;
import static dev.sekisho.directory.Permission.NAMES_READ;
import static dev.sekisho.directory.Permission.OWN_DATA;
import static dev.sekisho.directory.Permission.PEOPLE_READ;
import static dev.sekisho.directory.Permission.PEOPLE_WRITE;
import static dev.sekisho.directory.Permission.POLICY_READ;
import static dev.sekisho.directory.Permission.POLICY_WRITE;
import static dev.sekisho.directory.Permission.REGISTER_READ;
import static dev.sekisho.directory.Permission.REGISTER_WRITE;
import static dev.sekisho.directory.Permission.SETTINGS_READ;
import static dev.sekisho.directory.Permission.SETTINGS_WRITE;
import static dev.sekisho.directory.Permission.TOKENS_WRITE;
import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import dev.sekisho.control.access.Operation.Side;
import dev.sekisho.control.problem.Refusal;
import dev.sekisho.directory.Permission;
import dev.sekisho.kernel.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** The one table of operations: what is not in it does not exist. A test compares it with the API description. */
public final class Operations {
    private static final List<Operation> EVERYWHERE = List.of(
            both(GET, "/api/v1/me", Access.SIGNED_IN),
            both(POST, "/api/v1/session", Access.OPEN),
            both(DELETE, "/api/v1/session", Access.SIGNED_IN),
            both(GET, "/api/v1/sessions", Access.SIGNED_IN),
            both(DELETE, "/api/v1/sessions/{id}", Access.SIGNED_IN),
            customers(GET, "/api/v1/policy", POLICY_READ, NEVER),
            customers(PUT, "/api/v1/policy", POLICY_WRITE, NEVER),
            customers(POST, "/api/v1/policy/validate", POLICY_READ, NEVER),
            customers(POST, "/api/v1/policy/diff", POLICY_READ, NEVER),
            customers(POST, "/api/v1/policy/test", POLICY_READ, NEVER),
            customers(GET, "/api/v1/policy/versions", POLICY_READ, NEVER),
            customers(GET, "/api/v1/policy/versions/{version}", POLICY_READ, NEVER),
            customers(GET, "/api/v1/categories", POLICY_READ, NEVER),
            customers(GET, "/api/v1/categories/lookup", POLICY_READ, NEVER),
            customers(GET, "/api/v1/events", EVENTS_READ, EXPORT),
            customers(GET, "/api/v1/events/live", EVENTS_READ, NEVER),
            customers(GET, "/api/v1/events/{id}", EVENTS_READ, NEVER),
            customers(GET, "/api/v1/stats", EVENTS_READ, NEVER),
            customers(GET, "/api/v1/data-collection", REGISTER_READ, UNTIL_DELETION),
            customers(PUT, "/api/v1/data-collection", REGISTER_WRITE, NEVER),
            customers(POST, "/api/v1/data-collection/preview", EVENTS_READ, NEVER),
            customers(GET, "/api/v1/data-collection/notice", REGISTER_READ, UNTIL_DELETION),
            customers(GET, "/api/v1/licence", LICENCE_READ, ALWAYS),
            customers(PUT, "/api/v1/licence/locked-traffic", SETTINGS_WRITE, ALWAYS),
            customers(GET, "/api/v1/retention", LICENCE_READ, UNTIL_DELETION),
            customers(GET, "/api/v1/erasures", ERASURE_READ, UNTIL_DELETION),
            customers(POST, "/api/v1/erasures", ERASURE_WRITE, UNTIL_DELETION),
            customers(GET, "/api/v1/erasures/{id}", ERASURE_READ, UNTIL_DELETION),
            customers(GET, "/api/v1/erasures/{id}/preview", ERASURE_READ, UNTIL_DELETION),
            customers(GET, "/api/v1/erasures/{id}/mail", NAMES_READ, UNTIL_DELETION),
            customers(POST, "/api/v1/erasures/{id}/acknowledge", ERASURE_WRITE, UNTIL_DELETION),
            customers(POST, "/api/v1/erasures/{id}/identify", ERASURE_WRITE, UNTIL_DELETION),
            customers(POST, "/api/v1/erasures/{id}/approve", ERASURE_WRITE, UNTIL_DELETION),
            customers(POST, "/api/v1/erasures/{id}/approve-rest", ERASURE_WRITE, UNTIL_DELETION),
            customers(POST, "/api/v1/erasures/{id}/extend", ERASURE_WRITE, UNTIL_DELETION),
            customers(POST, "/api/v1/erasures/{id}/refuse", ERASURE_WRITE, UNTIL_DELETION),
            customers(POST, "/api/v1/erasures/{id}/cancel", ERASURE_WRITE, UNTIL_DELETION),
            customers(GET, "/api/v1/holds", HOLD_READ, UNTIL_DELETION),
            customers(POST, "/api/v1/holds", HOLD_WRITE, UNTIL_DELETION),
            customers(GET, "/api/v1/holds/{id}", HOLD_READ, UNTIL_DELETION),
            customers(POST, "/api/v1/holds/{id}/approve", HOLD_WRITE, UNTIL_DELETION),
            customers(POST, "/api/v1/holds/{id}/refuse", HOLD_WRITE, UNTIL_DELETION),
            customers(POST, "/api/v1/holds/{id}/release", HOLD_WRITE, UNTIL_DELETION),
            customers(GET, "/api/v1/holds/{id}/export", HOLD_READ, UNTIL_DELETION),
            customers(GET, "/api/v1/receipts", ERASURE_READ, ALWAYS),
            customers(GET, "/api/v1/receipts/{id}", ERASURE_READ, ALWAYS),
            customers(GET, "/api/v1/receipts/chain", ERASURE_READ, ALWAYS),
            both(GET, "/api/v1/receipts/key", Access.SIGNED_IN),
            customers(GET, "/api/v1/my", OWN_DATA, UNTIL_DELETION),
            customers(GET, "/api/v1/my/events", OWN_DATA, UNTIL_DELETION),
            customers(GET, "/api/v1/my/looks", OWN_DATA, UNTIL_DELETION),
            customers(GET, "/api/v1/my/export", OWN_DATA, UNTIL_DELETION),
            customers(POST, "/api/v1/my/erasure", OWN_DATA, UNTIL_DELETION),
            customers(GET, "/api/v1/protection", EVENTS_READ, NEVER),
            customers(GET, "/api/v1/attention", EVENTS_READ, NEVER),
            customers(GET, "/api/v1/audit", AUDIT_READ, NEVER),
            customers(GET, "/api/v1/people", PEOPLE_READ, NEVER),
            customers(POST, "/api/v1/people", PEOPLE_WRITE, NEVER),
            customers(PUT, "/api/v1/people/{user}", PEOPLE_WRITE, NEVER),
            customers(GET, "/api/v1/groups", PEOPLE_READ, NEVER),
            customers(GET, "/api/v1/tokens", TOKENS_WRITE, NEVER),
            customers(POST, "/api/v1/tokens", TOKENS_WRITE, NEVER),
            customers(DELETE, "/api/v1/tokens/{id}", TOKENS_WRITE, NEVER),
            customers(GET, "/api/v1/on-ramps", SETTINGS_READ, NEVER),
            customers(POST, "/api/v1/on-ramps", SETTINGS_WRITE, NEVER),
            customers(PUT, "/api/v1/on-ramps/{id}", SETTINGS_WRITE, NEVER),
            customers(DELETE, "/api/v1/on-ramps/{id}", SETTINGS_WRITE, NEVER),
            customers(GET, "/api/v1/settings", SETTINGS_READ, NEVER),
            customers(PUT, "/api/v1/settings", SETTINGS_WRITE, NEVER),
            customers(GET, "/api/v1/inspection-ca", SETTINGS_READ, NEVER),
            operators(GET, "/api/v1/operator/customers", Access.OPERATORS),
            operators(POST, "/api/v1/operator/customers", Access.OPERATORS),
            operators(GET, "/api/v1/operator/customers/{handle}/licence", Access.OPERATORS),
            operators(PUT, "/api/v1/operator/customers/{handle}/licence", Access.OPERATORS),
            operators(GET, "/api/v1/operator/customers/{handle}/receipts", Access.OPERATORS),
            operators(GET, "/api/v1/operator/receipts", Access.OPERATORS),
            operators(GET, "/api/v1/operator/mails", Access.OPERATORS),
            operators(POST, "/api/v1/operator/mails/{id}/assign", Access.OPERATORS),
            operators(POST, "/api/v1/operator/mails/{id}/dismiss", Access.OPERATORS),
            operators(GET, "/api/v1/operator/regions", Access.OPERATORS),
            both(GET, "/api/openapi.yaml", Access.OPEN),
            operators(GET, "/healthz", Access.OPEN),
            operators(GET, "/metrics", Access.OPEN));
    private static final List<Operation> LABORATORY = List.of(
            both(POST, "/api/v1/lab/clock", Access.SIGNED_IN), both(POST, "/api/v1/lab/flush", Access.SIGNED_IN));

    /** The first segments of everything that is not a page. */
    private static final Set<String> ROOTS = Set.of("api", "healthz", "metrics");

    private final List<Row> rows;

    /**
     * The operations of a process.
     *
     * @param laboratory whether it is a laboratory
     */
    public Operations(boolean laboratory) {
        List<Row> found = new ArrayList<>();
        for (Operation operation : all(laboratory)) {
            found.add(new Row(operation, PathPatternParser.defaultInstance.parse(operation.path())));
        }
        // The more specific pattern first: /events/live before /events/{id}.
        found.sort((left, right) -> PathPattern.SPECIFICITY_COMPARATOR.compare(left.pattern(), right.pattern()));
        rows = List.copyOf(found);
    }

    /** All operations, for comparison with the API description. */
    public static List<Operation> all(boolean laboratory) {
        List<Operation> operations = new ArrayList<>(EVERYWHERE);
        if (laboratory) {
            operations.addAll(LABORATORY);
        }
        return operations;
    }

    /** Whether a path belongs to the API, so that what is not in the table is refused rather than given to the console. */
    public static boolean belongs(PathContainer path) {
        for (PathContainer.Element element : path.elements()) {
            if (element instanceof PathContainer.PathSegment segment) {
                return ROOTS.contains(segment.valueToMatch());
            }
        }
        return false;
    }

    /**
     * The operation of a request.
     *
     * @param path as the handler mapping reads it: segments are compared after decoding
     * @throws Refusal {@code NOT_FOUND} or {@code METHOD_NOT_ALLOWED}
     */
    public Operation find(String method, PathContainer path) {
        HttpMethod wanted = "HEAD".equals(method) ? GET : HttpMethod.valueOf(method);
        PathPattern matched = null;
        for (Row row : rows) {
            if (matched != null && !matched.equals(row.pattern())) {
                continue;
            }
            if (row.pattern().matches(path)) {
                if (row.operation().method().equals(wanted)) {
                    return row.operation();
                }
                matched = row.pattern();
            }
        }
        if (matched != null) {
            throw Refusal.of(ErrorCode.METHOD_NOT_ALLOWED, "This address does not take that method.");
        }
        throw Refusal.notFound();
    }

    private static Operation both(HttpMethod method, String path, Access access) {
        return new Operation(method, path, access, Side.BOTH, ALWAYS);
    }

    private static Operation operators(HttpMethod method, String path, Access access) {
        return new Operation(method, path, access, Side.OPERATORS, ALWAYS);
    }

    private static Operation customers(HttpMethod method, String path, Permission permission, WhenLocked whenLocked) {
        return new Operation(method, path, Access.needs(permission), Side.CUSTOMERS, whenLocked);
    }

    private record Row(Operation operation, PathPattern pattern) {}
}

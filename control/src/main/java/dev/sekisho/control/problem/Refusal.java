package dev.sekisho.control.problem;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request is refused: everything that the caller is told. Its message is safe to show. */
public final class Refusal extends SekishoException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient List<Place> places;
    private final @Nullable String permission;
    private final transient List<String> roles;
    private final @Nullable String version;
    private final int retryAfterSeconds;

    private Refusal(
            ErrorCode code,
            int status,
            String detail,
            List<Place> places,
            @Nullable String permission,
            List<String> roles,
            @Nullable String version,
            int retryAfterSeconds) {
        super(code, detail);
        this.status = status;
        this.places = List.copyOf(places);
        this.permission = permission;
        this.roles = List.copyOf(roles);
        this.version = version;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** A refusal that a code and a sentence say all about. */
    public static Refusal of(ErrorCode code, String detail) {
        return new Refusal(code, Statuses.of(code), detail, List.of(), null, List.of(), null, 0);
    }

    /** Values that cannot be used, all at once. */
    public static Refusal invalid(List<Place> places) {
        String detail = places.size() == 1
                ? places.getFirst().path() + ": " + places.getFirst().message()
                : places.size() + " values cannot be used; \"problems\" lists them.";
        return new Refusal(ErrorCode.INVALID_INPUT, 400, detail, places, null, List.of(), null, 0);
    }

    /** A body that is not of the expected form; the place is told, what stood there is not. */
    public static Refusal unreadable(Place place) {
        return new Refusal(
                ErrorCode.INVALID_INPUT,
                400,
                "The body is not of the form that this call takes; \"problems\" says where.",
                List.of(place),
                null,
                List.of(),
                null,
                0);
    }

    /** One value that cannot be used. */
    public static Refusal invalid(String path, String message) {
        return invalid(List.of(Place.of(path, message)));
    }

    /** A document whose parts cannot be used, all at once. */
    public static Refusal unprocessable(ErrorCode code, String detail, List<Place> places) {
        return new Refusal(code, 422, detail, places, null, List.of(), null, 0);
    }

    /** The caller has not the permission. */
    public static Refusal permission(String permission, List<String> roles) {
        String detail = "This needs the permission \"" + permission + "\". Roles that have it: "
                + String.join(", ", roles) + ". Ask an administrator.";
        return new Refusal(ErrorCode.NOT_PERMITTED, 403, detail, List.of(), permission, roles, null, 0);
    }

    /** Somebody else changed it meanwhile. */
    public static Refusal changedMeanwhile(String etag) {
        return new Refusal(
                ErrorCode.PRECONDITION_FAILED,
                412,
                "Somebody changed this meanwhile. Read it again, merge, and send the ETag that is in force now.",
                List.of(),
                null,
                List.of(),
                etag,
                0);
    }

    /** Too many attempts. */
    public static Refusal tooMany(String detail, int retryAfterSeconds) {
        return new Refusal(
                ErrorCode.TOO_MANY_REQUESTS, 429, detail, List.of(), null, List.of(), null, retryAfterSeconds);
    }

    /** There is no such thing, or not for this caller. */
    public static Refusal notFound() {
        return of(ErrorCode.NOT_FOUND, "This is not here, or no longer kept.");
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** What the caller is told. */
    public String detail() {
        String message = getMessage();
        return message == null ? "" : message;
    }

    /** Everything that is wrong, each with its place. */
    public List<Place> places() {
        return places;
    }

    /** The permission that is missing. */
    public @Nullable String permission() {
        return permission;
    }

    /** Roles that have it. */
    public List<String> roles() {
        return roles;
    }

    /** The ETag in force. */
    public @Nullable String version() {
        return version;
    }

    /** Seconds until it makes sense to try again; 0 for not said. */
    public int retryAfterSeconds() {
        return retryAfterSeconds;
    }
}

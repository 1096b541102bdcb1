package dev.sekisho.control.trust;

import dev.sekisho.control.access.CustomerDesk;
import dev.sekisho.control.problem.Refusal;
import dev.sekisho.control.web.Preconditions;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.PersonToken;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/** What a caller wants, read from bodies and headers of several calls. */
final class Wanted {
    private static final int MAX_REASON_CHARS = 200;

    private Wanted() {}

    /** A reason of 1 to 200 characters. */
    static String text(String name, @Nullable String text) {
        if (text == null || text.isBlank() || text.length() > MAX_REASON_CHARS) {
            throw Refusal.invalid(name, "1 to " + MAX_REASON_CHARS + " characters, without names of people");
        }
        return text.strip();
    }

    /** One person, by a token or, where names may be shown, a login. */
    static PersonToken person(String name, @Nullable String word, CustomerDesk desk) {
        if (word == null || word.isBlank()) {
            throw Refusal.invalid(name, "is missing: a token (u-…), or a login");
        }
        List<PersonToken> meant = desk.people(word);
        if (meant.size() != 1) {
            throw Refusal.invalid(
                    name, meant.isEmpty() ? "is nobody here" : "is more than one person; give the whole token (u-…)");
        }
        return meant.getFirst();
    }

    /**
     * Makes a change of something with a version.
     *
     * @param current reads it
     * @param change makes the change of the version that the caller read
     */
    static <T> T change(@Nullable String ifMatch, Supplier<T> current, ToLongFunction<T> version, Change<T> change) {
        long expected = Preconditions.expected(ifMatch, version.applyAsLong(current.get()));
        try {
            return change.of(expected);
        } catch (SekishoException refused) {
            long now = refused.code() == ErrorCode.CONFLICT ? version.applyAsLong(current.get()) : expected;
            throw now == expected ? refused : Refusal.changedMeanwhile(Preconditions.etag(now));
        }
    }

    /** An answer with its ETag. */
    static <T> ResponseEntity<T> answer(HttpStatus status, long version, T item) {
        return ResponseEntity.status(status).eTag(Preconditions.etag(version)).body(item);
    }

    /** A change of the version that was read. */
    @FunctionalInterface
    interface Change<T> {
        T of(long expected);
    }
}

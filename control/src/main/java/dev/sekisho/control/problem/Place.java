package dev.sekisho.control.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with what was sent.
 *
 * @param path where: {@code access[3].when.category}, or a parameter's name
 * @param line in the text that was sent, from 1; absent where it has no lines
 * @param column from 1
 * @param code a stable word for the kind of problem
 * @param message what is wrong and what was expected
 * @param messageJa the same in Japanese, where there is one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Place(
        String path,
        @Nullable Integer line,
        @Nullable Integer column,
        @Nullable String code,
        String message,
        @Nullable String messageJa) {
    /** A problem of a parameter or a member. */
    public static Place of(String path, String message) {
        return new Place(path, null, null, null, message, null);
    }
}

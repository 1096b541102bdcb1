package dev.sekisho.control.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shapes that many answers share. */
public final class Answers {
    private Answers() {}

    /**
     * One page of a list.
     *
     * @param next the cursor of the next page, or null
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Page<T>(List<T> items, @Nullable String next) {
        /** A list that has only one page. */
        public static <T> Page<T> whole(List<T> items) {
            return new Page<>(items, null);
        }
    }
}

package dev.sekisho.control.problem;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Jackson's path references, as people write paths. */
final class JsonPaths {
    private static final Pattern STEP = Pattern.compile("\\[(?:\"([^\"]*)\"|(\\d+))]");

    private JsonPaths() {}

    /** {@code x.Y["administrator"]->x.Z["login"]} as {@code administrator.login}; {@code body} for the whole. */
    static String readable(@Nullable String reference) {
        if (reference == null) {
            return "body";
        }
        StringBuilder path = new StringBuilder();
        Matcher step = STEP.matcher(reference);
        while (step.find()) {
            if (step.group(2) != null) {
                path.append('[').append(step.group(2)).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.group(1));
            }
        }
        return path.isEmpty() ? "body" : path.toString();
    }
}

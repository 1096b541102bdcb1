package dev.sekisho.control.policy;

import dev.sekisho.control.problem.Refusal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A draft: the text of a document, or its value. */
final class Drafts {
    private Drafts() {}

    /** The text to compile. */
    static String text(@Nullable JsonNode draft, JsonMapper json) {
        if (draft != null && draft.isString()) {
            return draft.stringValue();
        }
        if (draft != null && draft.isObject()) {
            return json.writeValueAsString(draft);
        }
        throw Refusal.invalid("draft", "is neither a YAML text nor a JSON object");
    }
}

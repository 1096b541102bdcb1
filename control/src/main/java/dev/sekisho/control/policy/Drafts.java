package dev.sekisho.control.policy;

import dev.sekisho.control.access.CustomerDesk;
import dev.sekisho.control.problem.Refusal;
import dev.sekisho.directory.Policies;
import dev.sekisho.policy.CompiledPolicy;
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

    /** Compiles a draft; who may not read names does not learn from it either who has which token. */
    static CompiledPolicy compile(String draft, CustomerDesk desk) {
        Policies policies = desk.directory().policies();
        return desk.showsNames() ? policies.compile(draft) : policies.compileWithoutNames(draft);
    }
}

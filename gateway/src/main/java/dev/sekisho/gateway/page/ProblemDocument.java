package dev.sekisho.gateway.page;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The problem document (RFC 9457) of a refusal. */
final class ProblemDocument {
    private ProblemDocument() {}

    static byte[] render(Refusal refusal, Texts texts) {
        Wording words = Wording.of(refusal, texts);
        String code = refusal.reason().code().code();
        String rule = refusal.reason().rule();
        StringBuilder out = new StringBuilder("{");
        member(out, "type", Plain.json("tag:sekisho.dev,2026:problem/" + code)).append(", ");
        member(out, "title", Plain.json(words.title())).append(", ");
        member(out, "status", String.valueOf(Outcome.status(refusal.reason().code())))
                .append(", ");
        member(out, "detail", Plain.json(words.why())).append(", ");
        member(out, "code", Plain.json(code)).append(", ");
        member(out, "rule", rule.isEmpty() ? "null" : Plain.json(rule)).append(", ");
        Optional<String> event = refusal.record().map(record -> record.event().toString());
        member(out, "eventId", event.map(Plain::json).orElse("null"));
        return out.append("}\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static StringBuilder member(StringBuilder out, String name, String json) {
        return out.append('"').append(name).append("\": ").append(json);
    }
}

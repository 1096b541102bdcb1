package dev.sekisho.policy.rules;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Policies as the property tests make them, apart from the product's own classes; and their text. */
record Model(List<ListModel> lists, List<RuleModel> decryption, List<RuleModel> access) {

    record ListModel(String name, List<String> hosts, List<String> networks, List<String> paths) {}

    /** Conditions by key: what must be, what must not be. */
    record RuleModel(String name, Map<String, Wanted> when, String then) {}

    record Wanted(List<String> in, List<String> not) {}

    String text() {
        StringBuilder out = new StringBuilder(lists.isEmpty() ? "" : "lists:\n");
        lists.forEach(list -> out.append("  - {name: ")
                .append(list.name())
                .append(", hosts: ")
                .append(quoted(list.hosts()))
                .append(", networks: ")
                .append(quoted(list.networks()))
                .append(", paths: ")
                .append(list.paths().stream()
                        .map(path -> "{prefix: \"" + path + "\"}")
                        .collect(Collectors.joining(", ", "[", "]")))
                .append("}\n"));
        section(out, "decryption", decryption);
        section(out, "access", access);
        return out.toString();
    }

    private static void section(StringBuilder out, String name, List<RuleModel> rules) {
        out.append(name).append(":\n");
        for (RuleModel rule : rules) {
            out.append("  - name: ").append(rule.name()).append("\n");
            if (!rule.when().isEmpty()) {
                out.append("    when:\n");
                new TreeMap<>(rule.when())
                        .forEach((key, wanted) -> out.append("      ")
                                .append(key)
                                .append(": ")
                                .append(wanted(wanted))
                                .append("\n"));
            }
            out.append("    then: ").append(rule.then()).append("\n");
        }
    }

    private static String wanted(Wanted wanted) {
        if (wanted.not().isEmpty()) {
            return quoted(wanted.in());
        }
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("not", quoted(wanted.not()));
        if (!wanted.in().isEmpty()) {
            parts.put("in", quoted(wanted.in()));
        }
        return parts.entrySet().stream()
                .map(part -> part.getKey() + ": " + part.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String quoted(List<String> values) {
        return values.stream().map(value -> "\"" + value + "\"").collect(Collectors.joining(", ", "[", "]"));
    }
}

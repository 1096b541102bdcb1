package dev.sekisho.app.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Every operation of {@code docs/api/openapi.yaml}, each with a call that is made from the description alone. */
final class ApiOperations {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");
    private static final int DEPTH = 6;
    private final JsonNode document;

    private ApiOperations(JsonNode document) {
        this.document = document;
    }

    /**
     * One operation.
     *
     * @param method upper case
     * @param template the path as described
     * @param path with values for its variables and its required query
     * @param variables these values
     * @param body the smallest body that the description allows; empty if it takes none
     */
    record Operation(String method, String template, String path, List<String> variables, String body) {
        String name() {
            return method + " " + template;
        }
    }

    static List<Operation> all() throws IOException {
        Path file = Path.of(System.getProperty("sekisho.root", ".."), "docs/api/openapi.yaml");
        Object value = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
        return new ApiOperations(JSON.valueToTree(value)).operations();
    }

    private List<Operation> operations() {
        List<Operation> all = new ArrayList<>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    if (List.of("get", "post", "put", "delete", "patch").contains(method.getKey())) {
                        all.add(operation(path.getKey(), method.getKey(), method.getValue()));
                    }
                }));
        return all;
    }

    private Operation operation(String template, String method, JsonNode described) {
        List<String> variables = new ArrayList<>();
        Matcher matcher = VARIABLE.matcher(template);
        StringBuilder path = new StringBuilder();
        while (matcher.find()) {
            String value = matcher.group(1).equals("version") ? "1" : "0123456789abcdef0123456789abcdef";
            variables.add(value);
            matcher.appendReplacement(path, value);
        }
        matcher.appendTail(path);
        String separator = "?";
        for (JsonNode parameter : described.path("parameters")) {
            JsonNode resolved = resolved(parameter);
            if (resolved.path("in").asString().equals("query")
                    && resolved.path("required").asBoolean(false)) {
                String value = JSON.convertValue(example(resolved.path("schema"), 0), Object.class)
                        .toString();
                path.append(separator)
                        .append(resolved.path("name").asString())
                        .append('=')
                        .append(value);
                separator = "&";
            }
        }
        JsonNode schema = described.at("/requestBody/content/application~1json/schema");
        String body = schema.isMissingNode() ? "" : JSON.writeValueAsString(example(schema, 0));
        return new Operation(method.toUpperCase(Locale.ROOT), template, path.toString(), List.copyOf(variables), body);
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asString().substring(1)) : node;
    }

    /** The smallest value of a schema: required members only. */
    private JsonNode example(JsonNode given, int depth) {
        JsonNode schema = resolved(given);
        for (String choice : List.of("oneOf", "anyOf", "allOf")) {
            if (schema.has(choice)) {
                return example(schema.get(choice).get(0), depth);
            }
        }
        if (schema.has("const")) {
            return schema.get("const");
        }
        if (schema.has("enum")) {
            return schema.get("enum").get(0);
        }
        JsonNode type = schema.path("type");
        return switch (type.isArray() ? type.get(0).asString() : type.asString("object")) {
            case "string" -> JSON.valueToTree(text(schema));
            case "integer", "number" -> JSON.valueToTree(schema.path("minimum").asInt(1));
            case "boolean" -> JSON.valueToTree(false);
            case "array" -> array(schema, depth);
            default -> object(schema, depth);
        };
    }

    private JsonNode array(JsonNode schema, int depth) {
        ArrayNode array = JSON.createArrayNode();
        if (schema.path("minItems").asInt(0) > 0 && depth < DEPTH) {
            array.add(example(schema.path("items"), depth + 1));
        }
        return array;
    }

    private JsonNode object(JsonNode schema, int depth) {
        ObjectNode object = JSON.createObjectNode();
        if (depth < DEPTH) {
            schema.path("required")
                    .forEach(name -> object.set(
                            name.asString(), example(schema.path("properties").path(name.asString()), depth + 1)));
        }
        return object;
    }

    private static String text(JsonNode schema) {
        return switch (schema.path("format").asString("")) {
            case "date-time" -> "2026-01-01T00:00:00Z";
            case "date" -> "2026-01-01";
            case "uri" -> "https://example.test/";
            default -> "example";
        };
    }
}

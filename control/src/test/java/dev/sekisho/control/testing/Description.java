package dev.sekisho.control.testing;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The API description as tests read it: operations, and the schemas that answers must fit (JSON Schema 2020-12). */
public final class Description {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ObjectNode document;
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    /** Reads the description that the server serves. */
    public Description() {
        try (InputStream in = Description.class.getResourceAsStream("/dev/sekisho/control/openapi.yaml")) {
            Object value = new Load(LoadSettings.builder().build()).loadFromInputStream(in);
            document = (ObjectNode) JSON.valueToTree(value);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** One operation of the description. */
    public record Described(String method, String path, JsonNode node) {
        /** Its permission. */
        public String permission() {
            return node.path("x-permission").asString();
        }

        /** Whether it answers while a licence is locked. */
        public String whenLocked() {
            return node.path("x-when-locked").asString();
        }

        /** Method and path. */
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /** Every operation. */
    public List<Described> operations() {
        List<Described> operations = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method -> operations.add(new Described(
                                method.getKey().toUpperCase(java.util.Locale.ROOT),
                                path.getKey(),
                                method.getValue()))));
        return operations;
    }

    /** The spellings of a string enumeration among the schemas. */
    public List<String> words(String schema) {
        List<String> words = new ArrayList<>();
        document.path("components")
                .path("schemas")
                .path(schema)
                .path("enum")
                .forEach(word -> words.add(word.asString()));
        return words;
    }

    /** What is wrong with an answer; empty if it fits what the operation describes for its status and type. */
    public String complaint(Described operation, Client.Answer answer) {
        JsonNode responses = operation.node().path("responses");
        JsonNode response = responses.path(Integer.toString(answer.status()));
        if (response.isMissingNode()) {
            response = responses.path("default");
            if (answer.status() < 400) {
                return "status " + answer.status() + " is not described";
            }
        }
        if (response.has("$ref")) {
            response = document.at(response.path("$ref").asString().substring(1));
        }
        JsonNode content = response.path("content");
        if (content.isMissingNode()) {
            return answer.response().body().length == 0 ? "" : "a body where none is described";
        }
        String type = answer.header("Content-Type").split(";", 2)[0];
        JsonNode schema = content.path(type).path("schema");
        if (schema.isMissingNode()) {
            return "type \"" + type + "\" is not described";
        }
        return type.endsWith("json") ? errors(schema, answer.json()) : "";
    }

    /** What is wrong with a value by a named schema. */
    public String errors(String name, JsonNode value) {
        return errors(JSON.createObjectNode().put("$ref", "#/components/schemas/" + name), value);
    }

    private String errors(JsonNode schema, JsonNode value) {
        ObjectNode whole = JSON.createObjectNode();
        whole.put("$schema", SpecificationVersion.DRAFT_2020_12.getDialectId());
        whole.setAll((ObjectNode) schema.deepCopy());
        whole.set("components", document.path("components"));
        Schema compiled = registry.getSchema(whole);
        Map<String, String> errors = new TreeMap<>();
        compiled.validate(value)
                .forEach(error -> errors.put(error.getInstanceLocation().toString(), error.getMessage()));
        return errors.isEmpty() ? "" : errors.toString();
    }
}

package dev.sekisho.app.standalone;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code <home>/ready.json}: written, readable by the owner alone, when every listener answers, and removed at stop. It holds
 * secrets only in a demonstration or a laboratory.
 */
final class ReadyFile {
    private final Path path;

    ReadyFile(Path home) {
        this.path = home.resolve("ready.json");
    }

    /** Writes the file; it appears at once or not at all. */
    void write(Content content) throws IOException {
        Path draft = path.resolveSibling("ready.json.part");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, json(content), StandardCharsets.UTF_8);
        Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void remove() throws IOException {
        Files.deleteIfExists(path);
    }

    private static String json(Content content) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("proxy", content.proxy());
        root.put("console", content.console());
        root.put("consoleCa", content.consoleCa().toString());
        root.put("region", content.region());
        Map<String, Object> pids = new LinkedHashMap<>();
        pids.put("main", ProcessHandle.current().pid());
        content.postgresPid().ifPresent(pid -> pids.put("postgres", pid));
        root.put("pids", pids);
        if (!content.customers().isEmpty()) {
            root.put(
                    "customers",
                    content.customers().stream().map(ReadyFile::customer).toList());
        }
        content.operator().ifPresent(operator -> root.put("operator", operator(operator)));
        return JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(root);
    }

    private static Map<String, Object> customer(Customer customer) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", customer.name());
        fields.put("inspectionCa", customer.inspectionCa().toString());
        fields.put("apiToken", customer.apiToken());
        fields.put("administrator", Map.of("login", customer.login(), "password", customer.password()));
        fields.put("onRamp", customer.onRamp());
        return fields;
    }

    private static Map<String, Object> operator(Operator operator) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("url", operator.url());
        fields.put("login", operator.login());
        fields.put("password", operator.password());
        fields.put("apiToken", operator.apiToken());
        return fields;
    }

    /**
     * What the file says.
     *
     * @param proxy address and port of the first proxy listener
     * @param console address of the console
     * @param consoleCa certificate to trust for it
     * @param region the region's name
     * @param postgresPid process of the embedded database
     * @param customers empty but in a demonstration or a laboratory
     * @param operator empty but in a demonstration or a laboratory
     */
    record Content(
            String proxy,
            String console,
            Path consoleCa,
            String region,
            Optional<Long> postgresPid,
            List<Customer> customers,
            Optional<Operator> operator) {}

    /** A customer of the laboratory, with its secrets. */
    record Customer(String name, Path inspectionCa, String apiToken, String login, String password, String onRamp) {}

    /** The operator of the laboratory, with the secrets. */
    record Operator(String url, String login, String password, String apiToken) {}
}

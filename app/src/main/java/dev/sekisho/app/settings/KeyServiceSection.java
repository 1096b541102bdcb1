package dev.sekisho.app.settings;

import dev.sekisho.seal.vault.TransitOptions;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The key services of the configuration: {@code keys.root.vault} and {@code keys.customerServices}. */
final class KeyServiceSection {
    private static final String NAME = "[a-z0-9][a-z0-9-]{0,39}";
    private static final Path NOWHERE = Path.of("");

    private KeyServiceSection() {}

    /** The root's service, if one is configured. */
    static Optional<TransitOptions> root(Section root, Function<String, Path> resolve) {
        Section vault = root.section("vault");
        return vault.isEmpty() ? Optional.empty() : Optional.of(read("root", vault, resolve));
    }

    /** The customers' services; their names are told apart. */
    static List<TransitOptions> customers(Section keys, Function<String, Path> resolve) {
        List<TransitOptions> services = new ArrayList<>();
        List<?> items = keys.items("customerServices");
        for (int i = 0; i < items.size(); i++) {
            Section item = Section.of(keys.key("customerServices[" + i + "]"), items.get(i), keys.problems());
            String name = item.text("name").orElse("");
            if (!name.matches(NAME)) {
                keys.problems()
                        .add(item.key("name"), "a name of small letters, digits and hyphens is expected, at most 40");
            }
            if (services.stream().anyMatch(known -> known.name().equals(name))) {
                keys.problems().add(item.key("name"), "there is another service of this name");
            }
            services.add(read(name, item, resolve));
        }
        return List.copyOf(services);
    }

    private static TransitOptions read(String name, Section section, Function<String, Path> resolve) {
        Path token = readable(section, "tokenFile", resolve).orElse(NOWHERE);
        if (section.text("tokenFile").isEmpty()) {
            section.problems().add(section.key("tokenFile"), "a file with the service's token is expected");
        }
        TransitOptions options = new TransitOptions(
                name,
                address(section),
                section.text("key").orElse(""),
                token,
                readable(section, "ca", resolve),
                section.text("namespace"),
                TransitOptions.STANDARD_LIMIT);
        if (!options.problem().isEmpty()) {
            String key = options.problem().startsWith("a key") ? "key" : "address";
            section.problems().add(section.key(key), options.problem());
        }
        section.refuseUnknownKeys();
        return options;
    }

    private static URI address(Section section) {
        try {
            return URI.create(section.text("address").orElse(""));
        } catch (IllegalArgumentException e) {
            // What is no address at all is named with the other problems of an address.
            return URI.create("");
        }
    }

    private static Optional<Path> readable(Section section, String key, Function<String, Path> resolve) {
        Optional<Path> file = section.text(key).map(resolve);
        file.filter(path -> !Files.isReadable(path))
                .ifPresent(path -> section.problems().add(section.key(key), "the file " + path + " cannot be read"));
        return file;
    }
}

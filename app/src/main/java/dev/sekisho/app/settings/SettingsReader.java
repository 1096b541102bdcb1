package dev.sekisho.app.settings;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.seal.KeyCopyPlace;
import dev.sekisho.seal.vault.TransitOptions;
import dev.sekisho.trust.mail.MailboxOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads the configuration file. An unknown key or a bad value refuses the start, and all problems are named at once, each with
 * its key. Paths are taken relative to the folder of the file, or to the working folder without one.
 */
public final class SettingsReader {
    private static final int MAX_FILE_BYTES = 1 << 20;
    private static final int PROXY_PORT = 8080;
    private static final int CONSOLE_PORT = 9443;
    private static final int DNS_PORT = 53;
    private static final String MODERN = "modern";
    private static final List<String> PROFILES = List.of(MODERN, "seed-compat");

    private final Path base;
    private final boolean empty;
    private final Problems problems = new Problems();

    private SettingsReader(Path base, boolean empty) {
        this.base = base;
        this.empty = empty;
    }

    /** The configuration without a file: every default. */
    public static Settings defaults(Path workingFolder, Optional<Path> home) {
        return new SettingsReader(workingFolder, false).build(null, home);
    }

    /**
     * Reads a file.
     *
     * @param home overrides the file's {@code home}, if given on the command line
     * @throws SekishoException {@code CONFIG_INVALID} naming every problem
     */
    public static Settings read(Path file, Optional<Path> home) {
        return new SettingsReader(folder(file), false).build(parse(file), home);
    }

    /** As above, for a machine where nothing is yet: category lists may be missing, a restore brings them. */
    public static Settings readForRestore(Path file) {
        return new SettingsReader(folder(file), true).build(parse(file), Optional.empty());
    }

    private static Path folder(Path file) {
        return Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("/"));
    }

    private static @Nullable Object parse(Path file) {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw invalid("The configuration file " + file + " is larger than 1 MiB.");
            }
            LoadSettings settings = LoadSettings.builder()
                    .setLabel(file.toString())
                    .setAllowDuplicateKeys(false)
                    .build();
            return new Load(settings).loadFromString(Files.readString(file));
        } catch (IOException e) {
            throw invalid("The configuration file " + file + " cannot be read: " + e.getMessage());
        } catch (YamlEngineException e) {
            throw invalid("The configuration file is not valid YAML: " + e.getMessage());
        }
    }

    private Settings build(@Nullable Object document, Optional<Path> homeOverride) {
        Section root = Section.of("", document, problems);
        Path home = homeOverride.orElseGet(
                () -> resolve(root.text("home").orElse("data")).normalize());
        root.text("home");
        String region = region(root);
        Optional<Path> lists = lists(root.section("lists"));
        Settings.Gateway gateway = gateway(root.section("gateway"));
        inspect(root.section("inspect"));
        Settings.Control control = control(root.section("control"));
        Settings.Lake lake = lake(root.section("lake"));
        BackupSection backups = new BackupSection(problems, this::resolve, home);
        Settings.Keys keys = keys(root.section("keys"), home, backups);
        List<Settings.BackupTarget> targets = backups.targets(root.section("backup"), keys.dailyCopies());
        Optional<MailboxOptions> mailbox = MailboxSection.read(root.section("privacy"), this::resolve);
        root.refuseUnknownKeys();
        if (!problems.all().isEmpty()) {
            throw invalid("The configuration has " + problems.all().size() + " problem(s):\n  "
                    + String.join("\n  ", problems.all()));
        }
        return new Settings(
                home.toAbsolutePath().normalize(), region, lists, gateway, control, lake, keys, mailbox, targets);
    }

    private String region(Section root) {
        List<?> regions = root.items("regions");
        if (regions.isEmpty()) {
            return "default";
        }
        if (regions.size() > 1) {
            problems.add("regions", "this release serves one region in a process");
        }
        Section first = Section.of("regions[0]", regions.getFirst(), problems);
        String name = first.text("name").orElse("");
        first.refuseUnknownKeys();
        try {
            return new Region(name).name();
        } catch (IllegalArgumentException e) {
            problems.add("regions[0].name", String.valueOf(e.getMessage()));
            return "default";
        }
    }

    private Optional<Path> lists(Section section) {
        Optional<Path> folder = section.text("folder").map(this::resolve);
        if (!empty && folder.isPresent() && !Files.isReadable(folder.get().resolve("catalogue.tsv"))) {
            problems.add("lists.folder", "there is no readable catalogue.tsv in " + folder.get());
        }
        section.refuseUnknownKeys();
        return folder;
    }

    private Settings.Gateway gateway(Section section) {
        List<Settings.Listener> listeners = new ArrayList<>();
        List<?> listen = section.items("listen");
        for (int i = 0; i < listen.size(); i++) {
            listener("gateway.listen[" + i + "]", listen.get(i)).ifPresent(listeners::add);
        }
        if (listen.isEmpty()) {
            listener("gateway.listen", "127.0.0.1:" + PROXY_PORT).ifPresent(listeners::add);
        }
        List<InetSocketAddress> dns = new ArrayList<>();
        for (String server : section.texts("dns")) {
            Addresses.read("gateway.dns", server, DNS_PORT, problems).ifPresent(dns::add);
        }
        List<String> allowed = networks("gateway.allowDestinations", section.texts("allowDestinations"));
        List<Path> trust = section.texts("upstreamTrust").stream()
                .map(text -> readable("gateway.upstreamTrust", text))
                .toList();
        Optional<Path> names = section.text("names").map(text -> readable("gateway.names", text));
        section.refuseUnknownKeys();
        return new Settings.Gateway(List.copyOf(listeners), names, List.copyOf(dns), allowed, trust);
    }

    private Optional<Settings.Listener> listener(String key, @Nullable Object value) {
        if (value instanceof String text) {
            return Addresses.read(key, text, PROXY_PORT, problems)
                    .map(address -> new Settings.Listener(address, false, MODERN, List.of()));
        }
        Section section = Section.of(key, value, problems);
        String text = section.text("address").orElse("");
        boolean tls = section.flag("tls");
        Optional<String> profile = section.text("tlsProfile");
        profile.filter(name -> !PROFILES.contains(name))
                .ifPresent(name ->
                        problems.add(key + ".tlsProfile", "modern or seed-compat is expected, not \"" + name + "\""));
        if (profile.isPresent() && !tls) {
            problems.add(key + ".tlsProfile", "is for listeners with tls: true");
        }
        List<String> balancers = networks(key + ".proxyProtocol", section.texts("proxyProtocol"));
        section.refuseUnknownKeys();
        return Addresses.read(key + ".address", text, PROXY_PORT, problems)
                .map(address -> new Settings.Listener(address, tls, profile.orElse(MODERN), balancers));
    }

    private void inspect(Section section) {
        absent(section, "clamd", "no virus scanner is part of this release");
        absent(section, "yara", "no YARA engine is part of this release");
        if (!section.items("icap").isEmpty()) {
            problems.add("inspect.icap", "no ICAP client is part of this release");
        }
        section.refuseUnknownKeys();
    }

    private void absent(Section section, String name, String why) {
        section.text(name).ifPresent(value -> problems.add(section.key(name), why));
    }

    private Settings.Control control(Section section) {
        Optional<InetSocketAddress> listen = Addresses.read(
                "control.listen", section.text("listen").orElse("127.0.0.1:" + CONSOLE_PORT), CONSOLE_PORT, problems);
        Optional<InetSocketAddress> operators = section.text("operatorListen")
                .flatMap(text -> Addresses.read("control.operatorListen", text, CONSOLE_PORT, problems));
        Optional<Settings.Database> database = database(section);
        section.refuseUnknownKeys();
        return new Settings.Control(listen.orElse(new InetSocketAddress(CONSOLE_PORT)), operators, database);
    }

    private Optional<Settings.Database> database(Section section) {
        String url = section.text("database").orElse("embedded");
        Optional<String> credentials = section.text("databaseCredentials");
        if (url.equals("embedded")) {
            return Optional.empty();
        }
        if (!url.startsWith("jdbc:postgresql:")) {
            problems.add("control.database", "embedded or an address jdbc:postgresql://… is expected");
        }
        if (credentials.isEmpty()) {
            problems.add(
                    "control.databaseCredentials",
                    "an external database needs a file with its owner's user and password");
        }
        return Optional.of(new Settings.Database(
                url,
                credentials
                        .map(text -> readable("control.databaseCredentials", text))
                        .orElse(Path.of(""))));
    }

    private Settings.Lake lake(Section section) {
        section.text("storage")
                .filter(text -> !text.equals("folder"))
                .ifPresent(text ->
                        problems.add("lake.storage", "this release stores in a folder, not in \"" + text + "\""));
        int durability = section.number("durabilityMs", 20, 1, 1_000);
        section.refuseUnknownKeys();
        return new Settings.Lake(durability);
    }

    private Settings.Keys keys(Section section, Path home, BackupSection backups) {
        Path absolute = home.toAbsolutePath().normalize();
        String name = String.valueOf(absolute.getFileName());
        Section root = section.section("root");
        Path rootFile = root.text("file").map(this::resolve).orElse(absolute.resolveSibling(name + "-root.key"));
        if (rootFile.toAbsolutePath().normalize().startsWith(absolute)) {
            problems.add("keys.root.file", "the root key must not be within home: whoever copies home would have both");
        }
        Optional<Path> passphrase = root.text("passphraseFile").map(text -> readable("keys.root.passphraseFile", text));
        Optional<TransitOptions> service = KeyServiceSection.root(root, this::resolve);
        root.refuseUnknownKeys();
        List<TransitOptions> services = KeyServiceSection.customers(section, this::resolve);
        List<Path> copies = section.texts("copies").stream().map(this::resolve).toList();
        Settings.Keys keys = new Settings.Keys(
                rootFile,
                passphrase,
                service,
                copies.isEmpty() ? List.of(absolute.resolveSibling(name + "-keys")) : copies,
                services,
                List.of());
        backups.apartFrom(keys);
        List<KeyCopyPlace> dailyCopies = backups.dailyCopies(section.items("dailyCopies"));
        section.refuseUnknownKeys();
        return keys.withDailyCopies(dailyCopies);
    }

    private List<String> networks(String key, List<String> texts) {
        for (String text : texts) {
            if (!Addresses.isNetwork(text)) {
                problems.add(key, "a network such as 10.0.0.0/8 is expected, not \"" + text + "\"");
            }
        }
        return List.copyOf(texts);
    }

    private Path readable(String key, String text) {
        Path path = resolve(text);
        if (!Files.isReadable(path)) {
            problems.add(key, "the file " + path + " cannot be read");
        }
        return path;
    }

    private Path resolve(String text) {
        return base.resolve(text);
    }

    private static SekishoException invalid(String message) {
        return new SekishoException(ErrorCode.CONFIG_INVALID, message);
    }
}

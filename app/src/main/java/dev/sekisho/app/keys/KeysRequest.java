package dev.sekisho.app.keys;

import dev.sekisho.app.backup.KitPrinter;
import dev.sekisho.app.settings.Settings;
import dev.sekisho.app.settings.SettingsReader;
import dev.sekisho.directory.CustomerReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an operator asked of {@code sekisho keys}.
 *
 * @param action the action
 * @param operands what follows it: a customer's handle, a service's name
 * @param options the options that take a value
 */
record KeysRequest(String action, List<String> operands, Map<String, String> options) {
    private static final Map<String, Integer> ACTIONS = Map.of(
            "status", 0,
            "copies", 0,
            "kit", 0,
            "rotate-root", 0,
            "rotate-region", 0,
            "rotate-installation", 0,
            "rewrap", 0,
            "rotate-customer", 1,
            "wrap-customer", 2,
            "unwrap-customer", 1);
    private static final Set<String> EVERYWHERE = Set.of("--home", "--config");
    private static final Set<String> OF_THE_ROOT = Set.of("--to", "--passphrase-file");
    private static final Set<String> LANGUAGES = Set.of("en", "ja");
    private static final Set<String> OF_THE_KIT = Set.of("--shares", "--threshold", "--out", "--lang");

    /** Reads the arguments; empty if they are not of the verb's form. */
    static Optional<KeysRequest> read(List<String> arguments) {
        Map<String, String> options = new HashMap<>();
        List<String> operands = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (!argument.startsWith("--")) {
                operands.add(argument);
            } else if (i + 1 == arguments.size() || options.put(argument, arguments.get(++i)) != null) {
                return Optional.empty();
            }
        }
        if (operands.isEmpty()) {
            return Optional.empty();
        }
        KeysRequest request = new KeysRequest(operands.removeFirst(), List.copyOf(operands), Map.copyOf(options));
        return request.wellFormed() ? Optional.of(request) : Optional.empty();
    }

    private boolean wellFormed() {
        Integer wanted = ACTIONS.get(action);
        boolean known = options.keySet().stream()
                .allMatch(option -> EVERYWHERE.contains(option)
                        || (action.equals("rotate-root") && OF_THE_ROOT.contains(option))
                        || (action.equals("kit") && OF_THE_KIT.contains(option)));
        boolean target =
                target().map(to -> to.equals("file") || to.equals("vault")).orElse(true);
        boolean kit = !action.equals("kit") || kit().isPresent();
        return wanted != null && wanted == operands.size() && known && target && kit;
    }

    /** The configuration that the options name. */
    Settings settings() {
        Optional<Path> home = Optional.ofNullable(options.get("--home"))
                .map(text -> Path.of(text).toAbsolutePath());
        return Optional.ofNullable(options.get("--config"))
                .map(file -> SettingsReader.read(Path.of(file), home))
                .orElseGet(() -> SettingsReader.defaults(Path.of("").toAbsolutePath(), home));
    }

    /** The recovery kit that is to be made, if the options say one. */
    Optional<KitPrinter.Kit> kit() {
        String language = options.getOrDefault("--lang", "en");
        String folder = options.getOrDefault("--out", "");
        if (folder.isEmpty() || !LANGUAGES.contains(language)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new KitPrinter.Kit(
                    Integer.parseInt(options.getOrDefault("--shares", "")),
                    Integer.parseInt(options.getOrDefault("--threshold", "")),
                    Path.of(folder),
                    Locale.forLanguageTag(language)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    Optional<String> target() {
        return Optional.ofNullable(options.get("--to"));
    }

    Optional<Path> passphraseFile() {
        return Optional.ofNullable(options.get("--passphrase-file")).map(Path::of);
    }

    /** The customer's handle; empty if it is no handle at all. */
    Optional<CustomerReference> reference() {
        try {
            return Optional.of(CustomerReference.parse(operands.getFirst()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    String service() {
        return operands.get(1);
    }
}

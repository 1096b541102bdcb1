package dev.sekisho.app.keys;

import dev.sekisho.app.settings.Settings;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.seal.KeyService;
import dev.sekisho.seal.VaultOptions;
import dev.sekisho.seal.VaultOptions.Start;
import dev.sekisho.seal.vault.TransitService;
import dev.sekisho.seal.xts.CipherChoice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From the configuration to the options of the vault. */
public final class KeyOptions {
    private KeyOptions() {}

    /** The options for a start of the service. */
    public static VaultOptions of(Settings settings, Region region, InstantSource clock) {
        Map<String, KeyService> customers = new HashMap<>();
        settings.keys()
                .customerServices()
                .forEach(options -> customers.put(options.name(), TransitService.of(options)));
        Optional<KeyService> root = settings.keys().rootService().map(TransitService::of);
        return new VaultOptions(
                        region,
                        places(settings),
                        settings.keys().rootFile(),
                        settings.keys().passphraseFile(),
                        CipherChoice.AUTO,
                        clock)
                .withServices(root, name -> Optional.ofNullable(customers.get(name)))
                .starting(hasData(settings) ? Start.KEYS_EXIST : Start.MAY_BE_FIRST);
    }

    /** The folders of the key store. */
    public static List<Path> places(Settings settings) {
        List<Path> places = new ArrayList<>();
        places.add(settings.home().resolve("keys"));
        places.addAll(settings.keys().copies());
        return places;
    }

    /** A first start makes the keys before anything else, so a home with events is not at its first start. */
    private static boolean hasData(Settings settings) {
        return Files.exists(settings.home().resolve("lake"));
    }
}

package dev.sekisho.app.settings;

import dev.sekisho.seal.KeyCopyPlace;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What the configuration says of backups: {@code backup.targets} and {@code keys.dailyCopies}; no two of their folders within each other. */
final class BackupSection {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
    private static final String NAME_EXPECTED = "1 to 32 small letters, digits and - are expected";

    private final Problems problems;
    private final Function<String, Path> resolve;
    /** Folders that nothing here may contain or lie in, by what they are. */
    private final Map<Path, String> taken = new LinkedHashMap<>();

    /**
     * A reader of both parts.
     *
     * @param resolve makes a path of a text
     * @param home the home folder
     */
    BackupSection(Problems problems, Function<String, Path> resolve, Path home) {
        this.problems = problems;
        this.resolve = resolve;
        take(home, "home");
    }

    private void take(Path path, String what) {
        taken.put(path.toAbsolutePath().normalize(), what);
    }

    /** Where keys lie, which no target and no copy may be near. */
    void apartFrom(Settings.Keys keys) {
        keys.copies().forEach(copy -> take(copy, "a place of the key store (keys.copies)"));
        take(keys.rootFile(), "the root key (keys.root.file)");
    }

    /** Places of copies of the key store. */
    List<KeyCopyPlace> dailyCopies(List<?> items) {
        List<KeyCopyPlace> places = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Section section = Section.of("keys.dailyCopies[" + i + "]", items.get(i), problems);
            Optional<Path> copies = folder(section, "copies", "the folder of the copies is expected");
            Optional<Path> keys = folder(section, "keys", "the folder of the copy keys is expected");
            section.refuseUnknownKeys();
            if (copies.isPresent() && keys.isPresent()) {
                places.add(new KeyCopyPlace(copies.get(), keys.get()));
            }
        }
        return List.copyOf(places);
    }

    /** Where sets go. */
    List<Settings.BackupTarget> targets(Section backup, List<KeyCopyPlace> dailyCopies) {
        List<Settings.BackupTarget> targets = new ArrayList<>();
        List<?> items = backup.items("targets");
        backup.refuseUnknownKeys();
        Set<String> names = new TreeSet<>();
        for (int i = 0; i < items.size(); i++) {
            Section section = Section.of("backup.targets[" + i + "]", items.get(i), problems);
            String name = word(section, "name");
            String place = word(section, "place");
            Optional<Settings.BackupStore> store = store(section);
            section.refuseUnknownKeys();
            if (!names.add(name) && !name.isEmpty()) {
                problems.add(section.key("name"), "two targets are called " + name);
            }
            store.ifPresent(known -> targets.add(new Settings.BackupTarget(name, place, known)));
        }
        if (!items.isEmpty() && dailyCopies.isEmpty()) {
            problems.add(
                    "keys.dailyCopies",
                    "backup.targets need a place for copies of the key store, {copies: PATH, keys: PATH}: no set opens without its copy");
        }
        return List.copyOf(targets);
    }

    private Optional<Settings.BackupStore> store(Section section) {
        Optional<String> keeper = section.text("keeper");
        if (keeper.isEmpty()) {
            return folder(section, "folder", "the folder of the target, or the address of its keeper, is expected")
                    .map(Settings.BackupStore.Folder::new);
        }
        if (section.text("folder").isPresent()) {
            problems.add(section.key("keeper"), "a target is a folder or a keeper, not both");
        }
        Optional<URI> address = keeper.flatMap(BackupSection::address);
        if (address.isEmpty()) {
            problems.add(section.key("keeper"), "https://HOST:PORT is expected");
        }
        Optional<Path> certificate =
                file(section, "certificate", "the keeper's certificate, keeper.pem of its folder, is expected");
        Optional<Path> token =
                file(section, "token", "the file with the keeper's token, token of its folder, is expected");
        return address.isEmpty() || certificate.isEmpty() || token.isEmpty()
                ? Optional.empty()
                : Optional.of(new Settings.BackupStore.Keeper(address.get(), certificate.get(), token.get()));
    }

    private static Optional<URI> address(String text) {
        try {
            URI uri = new URI(text);
            boolean whole = "https".equals(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getPort() > 0
                    && uri.getRawUserInfo() == null
                    && (uri.getRawPath() == null
                            || uri.getRawPath().isEmpty()
                            || uri.getRawPath().equals("/"))
                    && uri.getRawQuery() == null;
            return whole ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private Optional<Path> file(Section section, String name, String expected) {
        Optional<Path> file = section.text(name)
                .map(resolve)
                .map(path -> path.toAbsolutePath().normalize());
        if (file.isEmpty()) {
            problems.add(section.key(name), expected);
        }
        return file;
    }

    private String word(Section section, String name) {
        String text = section.text(name).orElse("");
        if (!NAME.matcher(text).matches()) {
            problems.add(section.key(name), NAME_EXPECTED);
        }
        return text;
    }

    private Optional<Path> folder(Section section, String name, String expected) {
        Optional<Path> folder = section.text(name)
                .map(resolve)
                .map(path -> path.toAbsolutePath().normalize());
        if (folder.isEmpty()) {
            problems.add(section.key(name), expected);
            return folder;
        }
        Path path = folder.get();
        taken.forEach((other, what) -> {
            if (path.startsWith(other) || other.startsWith(path)) {
                problems.add(section.key(name), path + " must lie apart from " + what + ", " + other);
            }
        });
        take(path, section.key(name));
        return folder;
    }
}

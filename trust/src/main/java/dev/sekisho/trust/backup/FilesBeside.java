package dev.sekisho.trust.backup;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.seal.RecordSealer;
import dev.sekisho.seal.RecordSealer.RecordContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Files that a restored region needs and that are neither rows nor events: category lists. Sealed in parts. */
final class FilesBeside {
    private static final int PART_BYTES = 4 << 20;

    private final Map<String, Path> files;
    private final RecordSealer sealer;
    private final SecureRandom random;
    /** Objects by name, part and content, while this process lives. */
    private final Map<String, Id128> before = new ConcurrentHashMap<>();

    FilesBeside(Map<String, Path> files, RecordSealer sealer, SecureRandom random) {
        this.files = files;
        this.sealer = sealer;
        this.random = random;
    }

    /** Adds all of them; what every target has already in the same form is not sealed anew. Answers objects by name and part. */
    SortedMap<String, String> add(List<Shelf> shelves, Set<Id128> parts) throws IOException {
        SortedMap<String, String> names = new TreeMap<>();
        for (Map.Entry<String, Path> file : files.entrySet()) {
            byte[] content = Files.readAllBytes(file.getValue());
            for (int part = 0; part == 0 || part * PART_BYTES < content.length; part++) {
                byte[] bytes = Arrays.copyOfRange(
                        content, part * PART_BYTES, Math.min(content.length, (part + 1) * PART_BYTES));
                String name = file.getKey() + "#" + part;
                Id128 object = object(shelves, name + " " + digest(bytes));
                parts.add(object);
                names.put(name, Manifest.hex(object));
                Target.Body body = Target.Body.of(sealer.seal(context(object), bytes));
                shelves.forEach(shelf -> shelf.add(object, Entry.Kind.FILE, body));
            }
        }
        return names;
    }

    /** One that every target has; another if one has not, because sealing the same twice gives two different objects. */
    private Id128 object(List<Shelf> shelves, String content) {
        Id128 known = before.get(content);
        if (known != null && shelves.stream().filter(Shelf::healthy).allMatch(shelf -> shelf.knows(known))) {
            return known;
        }
        Id128 fresh = Id128.random(random);
        before.put(content, fresh);
        return fresh;
    }

    static RecordContext context(Id128 object) {
        return new RecordContext("backup-file", Manifest.hex(object), 0);
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

package dev.sekisho.trust.backup;

import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One target while a set is made. What its newest manifest lists lies there already and is not put again. A target that fails is left
 * out of this set and says why; the others go on.
 */
final class Shelf {
    private static final Logger LOG = LoggerFactory.getLogger(Shelf.class);

    private final Target target;
    private final Tags tags;
    private final Map<Id128, Entry> known;
    private final Map<Id128, Entry> entries = new LinkedHashMap<>();
    private final @Nullable Manifest last;
    private @Nullable IOException failure;
    private long written;

    private Shelf(Target target, Tags tags, @Nullable Manifest last, @Nullable IOException failure) {
        this.target = target;
        this.tags = tags;
        this.last = last;
        this.failure = failure;
        this.known = new HashMap<>();
        if (last != null) {
            last.entries().forEach(entry -> known.put(entry.object(), entry));
        }
    }

    /** With what the newest manifest of the target lists, if its tag holds. */
    static Shelf of(Target target, Tags tags, SetVerifier verifier) {
        try {
            List<Target.Listed> manifests = new ArrayList<>(target.list(Target.SETS));
            for (Target.Listed listed : manifests.reversed()) {
                Optional<Manifest> manifest = read(target, listed.name(), verifier);
                if (manifest.isPresent()) {
                    return new Shelf(target, tags, manifest.get(), null);
                }
            }
            return new Shelf(target, tags, null, null);
        } catch (IOException e) {
            LOG.warn("A target of backups cannot be read: {}", e.getClass().getSimpleName());
            return new Shelf(target, tags, null, e);
        }
    }

    private static Optional<Manifest> read(Target target, String name, SetVerifier verifier) throws IOException {
        try (InputStream in = target.get(name)) {
            Manifest manifest = Manifest.parse(in.readAllBytes());
            return verifier.holds(manifest) ? Optional.of(manifest) : Optional.empty();
        } catch (NoSuchFileException | SekishoException e) {
            return Optional.empty();
        }
    }

    Target target() {
        return target;
    }

    Optional<Manifest> last() {
        return Optional.ofNullable(last);
    }

    /** Whether it takes part in this set still. */
    boolean healthy() {
        return failure == null;
    }

    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    /** Whether its newest set has the object. */
    boolean knows(Id128 object) {
        return known.containsKey(object);
    }

    /** Bytes that were put. */
    long written() {
        return written;
    }

    /** Those of what was added that belong to the set. */
    List<Entry> entries(Set<Id128> parts) {
        List<Entry> chosen = new ArrayList<>();
        for (Id128 part : parts) {
            Entry entry = entries.getOrDefault(part, known.get(part));
            if (entry != null) {
                chosen.add(entry);
            }
        }
        chosen.sort(Comparator.comparing(Entry::object));
        return chosen;
    }

    /** Ends the set of so many parts here with its manifest; answers whether the target has all of it now. */
    boolean put(Manifest manifest, int parts) {
        if (failure != null) {
            return false;
        }
        if (manifest.entries().size() < parts) {
            fail(new IOException("it lacks what earlier sets brought elsewhere; the next full set brings all of it"));
            return false;
        }
        try {
            target.put(manifest.name(), Target.Body.of(manifest.file()));
            return true;
        } catch (IOException e) {
            fail(e);
            return false;
        }
    }

    /**
     * Makes an object part of the set; puts it if it is not there.
     *
     * @throws SekishoException what the body is refused with, for example because it has gone: nothing that the target could help
     */
    void add(Id128 object, Entry.Kind kind, Target.Body body) {
        if (failure != null || entries.containsKey(object)) {
            return;
        }
        Entry there = known.get(object);
        if (there != null) {
            entries.put(object, there);
            return;
        }
        try {
            long length = body.length();
            Tags.Tagged tagged;
            try (InputStream in = body.open()) {
                tagged = tags.object(object, kind, length, in);
            }
            target.put(Entry.name(object), body);
            written += length;
            entries.put(object, new Entry(object, kind, length, tagged.tag()));
        } catch (IOException e) {
            fail(e);
        }
    }

    private void fail(IOException e) {
        LOG.warn("A target of backups does not take a set: {}", e.getClass().getSimpleName());
        failure = e;
    }
}

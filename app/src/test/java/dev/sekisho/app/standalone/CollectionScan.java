package dev.sekisho.app.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What was ever found below a folder. Each look reads the files that changed since the last one, so that logs count too which are
 * gone at the end.
 */
final class CollectionScan {
    private static final int LETTERS = 26;
    private static final int REQUESTS = 10_000;
    private static final int SETTINGS = 100;
    private final Path folder;
    private final Canaries canaries;
    private final List<BitSet> found = new ArrayList<>();
    private final long[] byChance = new long[SETTINGS];
    private final long[] torn = new long[Area.values().length];
    private final Map<Path, String> seen = new HashMap<>();
    private final TreeSet<String> where = new TreeSet<>();
    private long bytes;
    private long files;

    /** Where something is kept. */
    enum Area {
        /** Events. */
        LAKE,
        /** PostgreSQL: people, policies, settings; with its log. */
        RECORDS,
        /** The places of the key store, and the root file. */
        KEYS,
        /** All else: temporary files, output, what is directly in the home folder. */
        ELSEWHERE
    }

    CollectionScan(Path folder, Canaries canaries) {
        this.folder = folder;
        this.canaries = canaries;
        for (Area area : Area.values()) {
            found.add(area.ordinal(), new BitSet());
        }
    }

    /** Reads what changed; a file that goes away meanwhile is left out. */
    void look() throws IOException {
        List<Path> changed = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes is) {
                String state = is.size() + " " + is.lastModifiedTime() + " " + is.fileKey();
                if (is.isRegularFile() && !state.equals(seen.put(file, state))) {
                    changed.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) throws IOException {
                if (gone instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw gone;
            }
        });
        changed.parallelStream().forEach(this::read);
    }

    private void read(Path file) {
        byte[] content;
        try {
            content = Files.readAllBytes(file);
        } catch (NoSuchFileException gone) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Area area = area(file);
        TreeSet<String> here = new TreeSet<>();
        canaries.in(content, hit -> note(area, hit, here));
        synchronized (this) {
            bytes += content.length;
            files++;
            here.forEach(letter -> where.add(letter + " in " + folder.relativize(file)));
        }
    }

    private synchronized void note(Area area, String hit, TreeSet<String> here) {
        if (!hit.matches("(?s)[0-9]{2}[a-z].*")) {
            here.add("torn");
            torn[area.ordinal()]++;
            return;
        }
        int setting = Integer.parseInt(hit.substring(0, 2));
        char letter = hit.charAt(2);
        boolean whole = hit.matches("[0-9]{2}[a-z]0[0-9]{4}");
        if (letter == 'm') {
            byChance[setting]++;
        } else {
            here.add("letter " + letter);
            found.get(area.ordinal()).set(index(setting, letter, whole ? Integer.parseInt(hit.substring(3)) : 0));
        }
    }

    private Area area(Path file) {
        Path below = folder.relativize(file);
        if (below.startsWith("home/lake")) {
            return Area.LAKE;
        }
        if (below.startsWith("home/postgres")) {
            return Area.RECORDS;
        }
        return below.startsWith("home/keys") || below.startsWith("home-keys") ? Area.KEYS : Area.ELSEWHERE;
    }

    private static int index(int setting, char letter, int request) {
        return (setting * LETTERS + letter - 'a') * REQUESTS + request;
    }

    /** How many different canaries of a setting and letter were found. */
    int count(Area area, int setting, char letter) {
        int from = index(setting, letter, 0);
        return found.get(area.ordinal()).get(from, from + REQUESTS).cardinality();
    }

    /** How often the four bytes of one of a setting's client addresses were found anywhere. */
    long byChance(int setting) {
        return byChance[setting];
    }

    /** Marks after which stands nothing readable: what a compression left of a canary that it had seen before. */
    long torn(Area area) {
        return torn[area.ordinal()];
    }

    /** Bytes read so far. */
    long bytes() {
        return bytes;
    }

    /** Files read so far, each as often as it changed. */
    long files() {
        return files;
    }

    /** Which letters were found in which files. */
    String where() {
        return String.join("\n", where);
    }
}

package dev.sekisho.seal.keys;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** One folder that holds the whole key store, and what is known to be wrong with it. */
final class Place {
    private static final String HEAD = "head";
    private final Path folder;
    private final Set<String> stale = ConcurrentHashMap.newKeySet();
    private @Nullable AutoCloseable claim;
    private volatile String fault = "";
    private volatile String note = "";

    Place(Path folder) {
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    Path freshFile(String name) {
        return folder.resolve(name + ".fresh");
    }

    /** Takes the folder, once. */
    synchronized void claim(Disk disk) throws IOException {
        if (claim == null) {
            claim = disk.claim(folder);
        }
    }

    synchronized void release() {
        AutoCloseable held = claim;
        claim = null;
        if (held != null) {
            try {
                held.close();
            } catch (Exception e) {
                throw new IllegalStateException("a lock file could not be closed", e);
            }
        }
    }

    /** That a drawer here is not the newest, and why. */
    void behind(int drawer, Exception why) {
        stale.add(Integer.toString(drawer));
        fault = describe(why);
    }

    void headBehind(Exception why) {
        stale.add(HEAD);
        fault = describe(why);
    }

    boolean headIsBehind() {
        return stale.contains(HEAD);
    }

    void current(int drawer) {
        done(Integer.toString(drawer));
    }

    void headCurrent() {
        done(HEAD);
    }

    private void done(String part) {
        if (stale.remove(part) && stale.isEmpty()) {
            fault = "";
        }
    }

    boolean healthy() {
        return stale.isEmpty();
    }

    /** Remembers what was found and repaired, for health. */
    void repaired(String what) {
        note = what;
    }

    String detail() {
        return healthy() ? note : "not the newest state: " + fault;
    }

    static String describe(Exception why) {
        String message = why.getMessage();
        return why instanceof java.nio.file.FileSystemException || message == null
                ? why.getClass().getSimpleName()
                : message;
    }
}

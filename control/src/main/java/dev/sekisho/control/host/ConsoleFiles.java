package dev.sekisho.control.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** The built console: a folder, or {@code /console/} of the class path. */
public interface ConsoleFiles {
    /** The content of a file by its path within the console; empty if there is none. */
    Optional<byte[]> read(String path) throws IOException;

    /** From the folder if there is one, else from the class path. */
    static ConsoleFiles of(Optional<Path> folder) {
        return folder.<ConsoleFiles>map(root -> path -> fromFolder(root, path)).orElse(ConsoleFiles::fromClassPath);
    }

    private static Optional<byte[]> fromFolder(Path root, String path) throws IOException {
        if (!isPlain(path)) {
            return Optional.empty();
        }
        Path base = root.toRealPath();
        Path file = base.resolve(path).normalize();
        // Real path on both sides: a link that leads out of the folder is not part of the console.
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                        && file.toRealPath().startsWith(base)
                ? Optional.of(Files.readAllBytes(file))
                : Optional.empty();
    }

    private static Optional<byte[]> fromClassPath(String path) throws IOException {
        if (!isPlain(path)) {
            return Optional.empty();
        }
        try (InputStream in = ConsoleFiles.class.getResourceAsStream("/console/" + path)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        }
    }

    /** Names of letters, digits, dots, hyphens and underscores below each other; nothing that leads upwards or is hidden. */
    private static boolean isPlain(String path) {
        return Names.PLAIN.matcher(path).matches();
    }

    /** Holds the pattern: an interface has no private constants. */
    final class Names {
        /** Possessive, so that a path of thousands of parts is matched in a loop and not by recursion. */
        private static final Pattern PLAIN =
                Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*+(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*+)*+");

        private Names() {}
    }
}

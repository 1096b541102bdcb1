package dev.sekisho.app.backup;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Options that take values.
 *
 * @param values by option, in the order of the command line
 */
record Arguments(Map<String, List<String>> values) {
    /** Reads them; empty if there is another word, a value is missing, or one that is no list is given twice. */
    static Optional<Arguments> read(List<String> words, Set<String> known, Set<String> lists) {
        Map<String, List<String>> values = new TreeMap<>();
        String option = "";
        for (String word : words) {
            if (word.startsWith("--")) {
                if (!known.contains(word) || values.containsKey(word) || unfinished(values, option)) {
                    return Optional.empty();
                }
                option = word;
                values.put(option, new ArrayList<>());
            } else if (option.isEmpty()
                    || (!lists.contains(option)
                            && !values.getOrDefault(option, List.of()).isEmpty())) {
                return Optional.empty();
            } else {
                values.computeIfAbsent(option, any -> new ArrayList<>()).add(word);
            }
        }
        return unfinished(values, option) ? Optional.empty() : Optional.of(new Arguments(values));
    }

    private static boolean unfinished(Map<String, List<String>> values, String option) {
        return !option.isEmpty() && values.getOrDefault(option, List.of()).isEmpty();
    }

    Optional<String> one(String option) {
        return all(option).stream().findFirst();
    }

    Optional<Path> path(String option) {
        return one(option).map(Path::of);
    }

    List<String> all(String option) {
        return values.getOrDefault(option, List.of());
    }

    boolean has(String option) {
        return values.containsKey(option);
    }

    /** The bytes of a file that was named. */
    static byte[] bytes(Path file, long max) {
        try {
            if (Files.size(file) > max) {
                throw new SekishoException(ErrorCode.INVALID_INPUT, "The file " + file + " is too large to be meant.");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new SekishoException(ErrorCode.INVALID_INPUT, "The file " + file + " cannot be read.", e);
        }
    }
}

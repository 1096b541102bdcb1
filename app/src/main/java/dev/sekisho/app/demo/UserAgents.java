package dev.sekisho.app.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.zip.GZIPInputStream;

/** Browsers as they are spread among people. */
final class UserAgents {
    private static final String FILE = "user-agents-browsers.tsv.gz";
    private final NavigableMap<Double, String> byWeight = new TreeMap<>();

    /** Reads the table from the build. */
    UserAgents() {
        try (InputStream in = UserAgents.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is missing from the build");
            }
            List<String> lines;
            try (BufferedReader reader =
                    new BufferedReader(new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
                lines = reader.lines().skip(1).toList();
            }
            double sum = 0;
            for (String line : lines) {
                String[] cells = line.split("\t", -1);
                sum += Double.parseDouble(cells[0]);
                byWeight.put(sum, cells[3]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One, the common ones more often. */
    String pick(RandomGenerator random) {
        return byWeight.higherEntry(random.nextDouble() * byWeight.lastKey()).getValue();
    }
}

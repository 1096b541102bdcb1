package dev.sekisho.control.setup;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The policies to start with. */
public final class Starters {
    /** Their names, the mildest first. */
    public static final List<String> NAMES = List.of("threats", "office", "school");

    private Starters() {}

    /** The document of that name; the mildest for a name that is none. */
    public static String document(String name) {
        String file = (NAMES.contains(name) ? name : NAMES.getFirst()) + ".yaml";
        try (InputStream in = Starters.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing from the build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.sekisho.control.page;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/** Texts of the pages without scripts, in one language. Each language is written, not translated. */
public final class Texts {
    private static final Map<String, Texts> ALL = Map.of("en", load("en"), "ja", load("ja"));

    private final String language;
    private final Properties texts;

    private Texts(String language, Properties texts) {
        this.language = language;
        this.texts = texts;
    }

    /** The texts of {@code en} or {@code ja}; of anything else, English. */
    public static Texts of(String language) {
        Texts found = ALL.get(language);
        return found == null ? load("en") : found;
    }

    /** The language that the address asks for ({@code lang}), or else the browser. */
    public static Texts of(HttpServletRequest request) {
        String asked = request.getParameter("lang");
        return of(asked != null && ALL.containsKey(asked) ? asked : preferred(request));
    }

    /** The language that the browser prefers, of the two. */
    public static String preferred(HttpServletRequest request) {
        String header = request.getHeader("Accept-Language");
        if (header == null || header.length() > 200) {
            return "en";
        }
        try {
            List<Locale> both = List.of(Locale.ENGLISH, Locale.JAPANESE);
            Locale found = Locale.lookup(Locale.LanguageRange.parse(header), both);
            return found == null ? "en" : found.getLanguage();
        } catch (IllegalArgumentException notAHeader) {
            return "en";
        }
    }

    /** {@code en} or {@code ja}. */
    public String language() {
        return language;
    }

    /**
     * The text of a key.
     *
     * @throws IllegalArgumentException if there is none: a page that misses a text must not go out
     */
    public String get(String key) {
        String text = texts.getProperty(key);
        if (text == null) {
            throw new IllegalArgumentException("no text for " + key);
        }
        return text;
    }

    /** The keys, to compare languages. */
    public Set<String> keys() {
        return texts.stringPropertyNames();
    }

    private static Texts load(String language) {
        String file = "texts_" + language + ".properties";
        try (InputStream in = Texts.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing from the build");
            }
            Properties texts = new Properties();
            try (InputStreamReader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
                texts.load(reader);
            }
            return new Texts(language, texts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

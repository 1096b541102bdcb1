package dev.sekisho.gateway.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The texts of one language; {@code {name}} in a text is a value. */
final class Texts {
    private static final Pattern VALUE = Pattern.compile("\\{([a-z]+)}");
    private final Locale locale;
    private final Properties texts;

    private Texts(Locale locale, Properties texts) {
        this.locale = locale;
        this.texts = texts;
    }

    /** The texts of a language for which the build has a file. */
    static Texts of(Locale locale) {
        String file = "texts_" + locale.getLanguage() + ".properties";
        try (InputStream in = Texts.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing from the build");
            }
            Properties texts = new Properties();
            try (InputStreamReader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
                texts.load(reader);
            }
            return new Texts(locale, texts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Locale locale() {
        return locale;
    }

    /** The language as in {@code lang} and {@code content-language}. */
    String tag() {
        return locale.getLanguage();
    }

    Set<String> keys() {
        return new TreeSet<>(texts.stringPropertyNames());
    }

    boolean has(String key) {
        return texts.containsKey(key);
    }

    /**
     * A text with its values in place.
     *
     * @throws IllegalArgumentException if there is no such text, or it asks for a value that is not given
     */
    String text(String key, Map<String, String> values) {
        String text = texts.getProperty(key);
        if (text == null) {
            throw new IllegalArgumentException("no text \"" + key + "\" in " + tag());
        }
        return VALUE.matcher(text).replaceAll(found -> {
            String value = values.get(found.group(1));
            if (value == null) {
                throw new IllegalArgumentException("text \"" + key + "\" asks for " + found.group());
            }
            return Matcher.quoteReplacement(value);
        });
    }

    String text(String key) {
        return text(key, Map.of());
    }
}

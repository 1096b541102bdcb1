package dev.sekisho.seal.copy;

import dev.sekisho.kernel.id.Id128;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a copy: its time to the second, and a random part: {@code 2026-11-23T020304Z-0a1b2c3d}. Copies are kept and removed by
 * their names alone, so that nobody has to read them for it.
 *
 * @param text the name
 * @param time what it says
 */
record CopyName(String text, Instant time) {
    static final String COPY = ".keycopy";
    static final String KEY = ".copykey";
    static final String FRESH = ".fresh";
    private static final Pattern FORM = Pattern.compile("(\\d{4}-\\d{2}-\\d{2}T\\d{6})Z-[0-9a-f]{8}");
    private static final Pattern KEY_FORM = Pattern.compile("(\\d{4}-\\d{2}-\\d{2})\\.copykey(?:\\.fresh)?");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HHmmss", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    static CopyName at(Instant time, SecureRandom random) {
        String second = TIME.format(LocalDateTime.ofInstant(time, ZoneOffset.UTC));
        String mark = HexFormat.of().toHexDigits(Id128.random(random).low(), 8);
        return new CopyName(second + "Z-" + mark, time);
    }

    /** The copy whose file this is, if it is one. */
    static Optional<CopyName> ofFile(String file) {
        return file.endsWith(COPY) ? parse(file.substring(0, file.length() - COPY.length())) : Optional.empty();
    }

    static Optional<CopyName> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new CopyName(text, LocalDateTime.parse(form.group(1), TIME).toInstant(ZoneOffset.UTC)));
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }

    /** The day of a copy key, or of one that was never finished, by the name of its file. */
    static Optional<LocalDate> keyDay(String file) {
        Matcher form = KEY_FORM.matcher(file);
        if (!form.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(form.group(1)));
        } catch (DateTimeException noDay) {
            return Optional.empty();
        }
    }

    static String keyFile(LocalDate day) {
        return day + KEY;
    }

    LocalDate day() {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    String file() {
        return text + COPY;
    }
}

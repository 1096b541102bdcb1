package dev.sekisho.directory.credential;

import dev.sekisho.directory.Role;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which passwords are good enough (NIST SP 800-63B-4 section 3.1.1, OWASP ASVS 5.0 6.2): long ones that are not known, not about
 * the person and not a pattern. There are no rules about kinds of characters, and nobody has to change a password by the calendar.
 */
public final class PasswordRules {
    /** Shortest password of whoever may change or see something of others. */
    public static final int MIN_CHARS = 15;

    /** Shortest password of a person who only browses. */
    public static final int MIN_USER_CHARS = 12;

    private static final int MAX_CHARS = 256;
    private static final int MIN_DIFFERENT = 5;
    private static final int MIN_CONTEXT_CHARS = 4;
    private static final int LONGEST_WORD = 40;
    private static final int SHORTEST_ROW = 3;
    private static final Pattern FILLING = Pattern.compile("\\P{L}+");
    private static final String SEQUENCES =
            "abcdefghijklmnopqrstuvwxyz|qwertyuiop|asdfghjkl|zxcvbnm|qazwsxedcrfvtgbyhnujmikolp";

    private final Set<String> common;

    private PasswordRules(Set<String> common) {
        this.common = common;
    }

    /** With the list of common passwords that comes with the product. */
    public static PasswordRules load() {
        try (InputStream in = PasswordRules.class.getResourceAsStream("common-passwords.txt")) {
            if (in == null) {
                throw new IllegalStateException("the list of common passwords is missing from the build");
            }
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                return new PasswordRules(reader.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                        .collect(Collectors.toUnmodifiableSet()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Refuses a password that is not good enough.
     *
     * @param role empty for operators
     * @param context words that it must not be made of: login, name, e-mail, organisation
     * @throws SekishoException {@code INVALID_INPUT} with what to do; it never repeats the password
     */
    public void check(char[] password, Optional<Role> role, Collection<String> context) {
        int shortest = role.equals(Optional.of(Role.USER)) ? MIN_USER_CHARS : MIN_CHARS;
        int length = Character.codePointCount(password, 0, password.length);
        if (length < shortest || length > MAX_CHARS) {
            throw invalid("choose " + shortest + " to " + MAX_CHARS + " characters; a few unrelated words are good");
        }
        String plain =
                Normalizer.normalize(new String(password), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        if (plain.codePoints().distinct().count() < MIN_DIFFERENT) {
            throw invalid("it repeats a few characters only; choose another");
        }
        for (String word : context) {
            for (String part : parts(word)) {
                if (plain.contains(part)) {
                    throw invalid("it contains a word about you or your organisation; choose another");
                }
            }
        }
        if (isCommon(plain)) {
            throw invalid("it is among the passwords that attackers try first; choose another");
        }
    }

    private boolean isCommon(String plain) {
        String letters = unleet(plain);
        return common.contains(plain) || isMadeOfCommon(plain) || isMadeOfCommon(letters);
    }

    /** Common words and keyboard rows, with numbers and signs between them, in any order, are still what attackers try. */
    private boolean isMadeOfCommon(String text) {
        for (String word : FILLING.split(text)) {
            if (!word.isEmpty() && !isRowOfCommon(word)) {
                return false;
            }
        }
        return true;
    }

    private boolean isRowOfCommon(String word) {
        boolean[] reached = new boolean[word.length() + 1];
        reached[0] = true;
        for (int end = 1; end <= word.length(); end++) {
            for (int start = Math.max(0, end - LONGEST_WORD); start < end && !reached[end]; start++) {
                String part = word.substring(start, end);
                reached[end] = reached[start]
                        && (common.contains(part) || (part.length() >= SHORTEST_ROW && SEQUENCES.contains(part)));
            }
        }
        return reached[word.length()];
    }

    private static String unleet(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (char c : text.toCharArray()) {
            out.append(
                    switch (c) {
                        case '0' -> 'o';
                        case '3' -> 'e';
                        case '4', '@' -> 'a';
                        case '5', '$' -> 's';
                        case '7' -> 't';
                        default -> c;
                    });
        }
        return out.toString();
    }

    private static List<String> parts(String word) {
        String plain = Normalizer.normalize(word, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        return List.of(plain.split("[^\\p{L}\\p{N}]+")).stream()
                .filter(part -> part.length() >= MIN_CONTEXT_CHARS)
                .toList();
    }

    private static SekishoException invalid(String what) {
        return new SekishoException(ErrorCode.INVALID_INPUT, "password: " + what);
    }
}

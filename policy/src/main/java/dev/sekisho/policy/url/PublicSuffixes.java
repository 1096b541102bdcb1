package dev.sekisho.policy.url;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * The suffixes under which the public registers names (Public Suffix List, ICANN section, https://publicsuffix.org/list/). The
 * section of private domains, such as blog hosters, is left out: refusing all of such a hoster is a sensible rule.
 */
public final class PublicSuffixes {
    private static final String END_OF_SECTION = "// ===END ICANN DOMAINS===";
    private static final PublicSuffixes SHIPPED = new PublicSuffixes();

    private final Set<String> exact = new HashSet<>();
    private final Set<String> wildcards = new HashSet<>();
    private final Set<String> exceptions = new HashSet<>();

    private PublicSuffixes() {
        try (InputStream in =
                        Objects.requireNonNull(PublicSuffixes.class.getResourceAsStream("public_suffix_list.dat.gz"));
                BufferedReader reader =
                        new BufferedReader(new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
            reader.lines().takeWhile(line -> !line.equals(END_OF_SECTION)).forEach(this::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The list that is part of the product. */
    public static PublicSuffixes shipped() {
        return SHIPPED;
    }

    private void add(String line) {
        String rule = line.strip();
        if (rule.isEmpty() || rule.startsWith("//")) {
            return;
        }
        if (rule.startsWith("!")) {
            exceptions.add(Host.parse(rule.substring(1)).text());
        } else if (rule.startsWith("*.")) {
            wildcards.add(Host.parse(rule.substring(2)).text());
        } else {
            exact.add(Host.parse(rule).text());
        }
    }

    /** Whether the name is itself a public suffix that the list names; an unlisted single label, such as an intranet's, is not. */
    public boolean contains(String normalisedName) {
        if (exceptions.contains(normalisedName)) {
            return false;
        }
        int dot = normalisedName.indexOf('.');
        return exact.contains(normalisedName)
                || wildcards.contains(normalisedName)
                || (dot > 0 && wildcards.contains(normalisedName.substring(dot + 1)));
    }

    /** The suffixes that are written out, without those that only a wildcard covers. */
    public Set<String> names() {
        return Collections.unmodifiableSet(exact);
    }
}

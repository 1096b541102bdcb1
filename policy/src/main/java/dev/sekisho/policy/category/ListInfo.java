package dev.sekisho.policy.category;

import java.time.LocalDate;

/**
 * A category list that is loaded.
 *
 * @param name its name, for example {@code ut1}: the part before the colon of {@code ut1:shopping}
 * @param version the publisher's, or the date
 * @param date when it was published
 * @param sha256 hash of its file, hexadecimal
 * @param licence SPDX expression
 * @param entries hosts and URLs taken
 * @param skipped entries that were not taken: not a host, or of a kind that is not supported (regular expressions)
 */
public record ListInfo(
        String name, String version, LocalDate date, String sha256, String licence, long entries, long skipped) {}

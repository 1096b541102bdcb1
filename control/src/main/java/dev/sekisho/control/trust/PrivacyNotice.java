package dev.sekisho.control.trust;

/**
 * A privacy notice made from the register.
 *
 * @param language {@code en} or {@code ja}
 * @param text plain text
 * @param hash SHA-256 of the text in UTF-8, hexadecimal
 * @param version version of the choices that it says
 */
public record PrivacyNotice(String language, String text, String hash, long version) {}

package dev.sekisho.kernel.scope;

import java.util.regex.Pattern;

/**
 * Where a customer's data stays. Its name is part of every seal's context, so an object that was copied to another region
 * does not open there.
 *
 * @param name 1 to 32 lower-case letters, digits and hyphens
 */
public record Region(String name) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?");

    /** @throws IllegalArgumentException if the name is not of the form above */
    public Region {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a region's name has 1 to 32 lower-case letters, digits and hyphens: \"" + name + "\"");
        }
    }

    @Override
    public String toString() {
        return name;
    }
}

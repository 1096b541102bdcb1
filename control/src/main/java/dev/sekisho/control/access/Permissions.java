package dev.sekisho.control.access;

import dev.sekisho.directory.Permission;
import dev.sekisho.directory.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Permissions as the API spells them, {@code policy.read}. */
public final class Permissions {
    private Permissions() {}

    /** The API's spelling. */
    public static String wire(Permission permission) {
        return permission.name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    /** The permissions of a role, sorted. */
    public static List<String> of(Role role) {
        return role.permissions().stream().map(Permissions::wire).sorted().toList();
    }

    /** The roles that have a permission, as the API spells them. */
    public static List<String> rolesWith(Permission permission) {
        return Arrays.stream(Role.values())
                .filter(role -> role.permissions().contains(permission))
                .map(Role::wire)
                .toList();
    }
}

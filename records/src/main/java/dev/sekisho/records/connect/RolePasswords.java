package dev.sekisho.records.connect;

import dev.sekisho.seal.InstallationVault;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Passwords of the database roles. They are kept nowhere: each is a MAC under a key of the installation, so every node that can
 * open the vault knows them, and nobody else does.
 */
public final class RolePasswords {
    private final InstallationVault vault;

    /** Passwords of the installation whose vault this is. */
    public RolePasswords(InstallationVault vault) {
        this.vault = vault;
    }

    /** The password of a role, 64 hexadecimal digits. */
    public String of(String role) {
        return HexFormat.of().formatHex(vault.mac("records.role-password", role.getBytes(StandardCharsets.UTF_8)));
    }
}

package dev.sekisho.records.copy;

import dev.sekisho.records.Row.RecordRow;
import dev.sekisho.records.connect.Address;
import dev.sekisho.records.connect.Role;
import dev.sekisho.records.connect.RolePasswords;
import dev.sekisho.records.testing.TestVault;
import dev.sekisho.seal.Vault;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;

/** A process with little memory that copies, and one that reads the same rows in one go. */
final class CopyProcess {
    private CopyProcess() {}

    /** Arguments: folder of the keys, address, prefix of the roles, {@code copy} or {@code whole}. */
    public static void main(String[] arguments) throws Exception {
        try (Vault vault = TestVault.open(Path.of(arguments[0]))) {
            Address address = new Address(arguments[1], Duration.ofSeconds(60));
            RolePasswords passwords = new RolePasswords(vault.installation());
            long[] seen = new long[2];
            if (arguments[3].equals("copy")) {
                new TableCopy(address, arguments[2], passwords).snapshot(row -> {
                    if (row instanceof RecordRow record) {
                        seen[0]++;
                        seen[1] += record.payload().length;
                    }
                });
            } else {
                String role = Role.BACKUP.name(arguments[2]);
                try (Connection connection = address.connect(role, passwords.of(role), Duration.ofSeconds(60));
                        Statement statement = connection.createStatement();
                        ResultSet rows = statement.executeQuery("SELECT payload FROM installation_record")) {
                    while (rows.next()) {
                        seen[0]++;
                        seen[1] += rows.getBytes(1).length;
                    }
                }
            }
            System.out.println(seen[0] + " rows " + seen[1] + " bytes");
        }
    }
}

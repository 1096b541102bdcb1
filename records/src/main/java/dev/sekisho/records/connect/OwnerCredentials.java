package dev.sekisho.records.connect;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Properties;

/**
 * Who owns an external database: from a file that only this user may read.
 *
 * @param user name of the role
 * @param password its password
 */
public record OwnerCredentials(String user, String password) {
    /** @throws SekishoException {@code CONFIG_INVALID} if the file cannot be read, is open to others, or lacks a line */
    public static OwnerCredentials read(Path file) {
        try {
            for (PosixFilePermission permission : Files.getPosixFilePermissions(file)) {
                if (!permission.name().startsWith("OWNER")) {
                    throw invalid("the file is open to others; set its mode to 0600");
                }
            }
            Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            }
            String user = properties.getProperty("user");
            String password = properties.getProperty("password");
            if (user == null || password == null) {
                throw invalid("the file needs the lines user= and password=");
            }
            return new OwnerCredentials(user, password);
        } catch (IOException e) {
            throw new SekishoException(
                    ErrorCode.CONFIG_INVALID,
                    "control.database: the file of the owner's credentials cannot be read.",
                    e);
        }
    }

    @Override
    public String toString() {
        return "credentials of the database's owner";
    }

    private static SekishoException invalid(String what) {
        return new SekishoException(ErrorCode.CONFIG_INVALID, "control.database: " + what);
    }
}

package dev.sekisho.records.store;

import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.seal.InstallationVault;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.UUID;

/**
 * Whose statements a handle runs: one customer, or the installation. A customer is a secret derived by a MAC from the identifier,
 * which the transaction proves itself by, and its SHA-256, which is stored; so neither the identifier nor what opens the second
 * wall is ever in the database.
 */
sealed interface Owner {
    /**
     * One customer.
     *
     * @param secret value of the transaction's setting {@code sekisho.customer}
     * @param stored value of the column {@code customer}, 32 bytes
     */
    record Customer(UUID secret, byte[] stored) implements Owner {
        /** The customer of a scope. */
        static Customer of(CustomerScope scope, InstallationVault vault) {
            byte[] mac = vault.mac("records.customer", scope.customer().bytes());
            byte[] secret = Arrays.copyOf(mac, 16);
            ByteBuffer buffer = ByteBuffer.wrap(secret);
            try {
                byte[] stored = MessageDigest.getInstance("SHA-256").digest(secret);
                return new Customer(new UUID(buffer.getLong(), buffer.getLong()), stored);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }

        @Override
        public String toString() {
            return "customer";
        }
    }

    /** The installation itself. */
    record Installation() implements Owner {}
}

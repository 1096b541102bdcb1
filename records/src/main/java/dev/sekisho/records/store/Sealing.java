package dev.sekisho.records.store;

import dev.sekisho.seal.CustomerVault;
import dev.sekisho.seal.InstallationVault;
import dev.sekisho.seal.RecordSealer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** How one owner's records are sealed and found again. */
sealed interface Sealing {
    /** Seals and opens payloads. */
    RecordSealer sealer();

    /** The blind index of a value, 16 bytes. */
    byte[] index(String kind, String label, String value);

    /** With a customer's keys. */
    record OfCustomer(CustomerVault vault) implements Sealing {
        @Override
        public RecordSealer sealer() {
            return vault;
        }

        @Override
        public byte[] index(String kind, String label, String value) {
            return vault.blindIndex(kind + "." + label, value.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** With the installation's keys. */
    record OfInstallation(InstallationVault vault) implements Sealing {
        @Override
        public RecordSealer sealer() {
            return vault;
        }

        @Override
        public byte[] index(String kind, String label, String value) {
            byte[] mac = vault.mac("records.index." + kind + "." + label, value.getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(mac, 16);
        }
    }
}

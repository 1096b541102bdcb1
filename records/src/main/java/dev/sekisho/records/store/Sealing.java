package dev.sekisho.records.store;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.seal.CustomerVault;
import dev.sekisho.seal.InstallationVault;
import dev.sekisho.seal.RecordSealer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How one owner's records are sealed and found again. */
sealed interface Sealing {
    /** Seals and opens payloads. */
    RecordSealer sealer();

    /** The blind index of a value, 16 bytes, under the newest key. */
    byte[] index(String kind, String label, String value);

    /** Its blind indexes under every key that records may still be indexed by, the newest first. */
    List<byte[]> lookups(String kind, String label, String value);

    /** Makes a new key of an index; answers the number of the newest old one, 0 if there is none. */
    int rotate(String kind, String label);

    /** Destroys the keys of an index up to a number. */
    void destroyUpTo(String kind, String label, int version);

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

        @Override
        public List<byte[]> lookups(String kind, String label, String value) {
            String column = kind + "." + label;
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            List<byte[]> tokens = new ArrayList<>();
            for (int version = vault.blindIndexVersion(column); version > 0; version--) {
                try {
                    tokens.add(vault.blindIndex(column, version, bytes));
                } catch (SekishoException e) {
                    if (e.code() == ErrorCode.KEY_UNKNOWN || e.code() == ErrorCode.KEY_DESTROYED) {
                        // Older keys are destroyed before newer ones, so there is none below either.
                        return tokens;
                    }
                    throw e;
                }
            }
            return tokens;
        }

        @Override
        public int rotate(String kind, String label) {
            return vault.rotateBlindIndex(kind + "." + label) - 1;
        }

        @Override
        public void destroyUpTo(String kind, String label, int version) {
            for (int old = 1; old <= version; old++) {
                vault.destroyBlindIndex(kind + "." + label, old);
            }
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

        @Override
        public List<byte[]> lookups(String kind, String label, String value) {
            return List.of(index(kind, label, value));
        }

        /** The installation's index key is its MAC key, which has one version. */
        @Override
        public int rotate(String kind, String label) {
            return 0;
        }

        @Override
        public void destroyUpTo(String kind, String label, int version) {
            // There are no versions.
        }
    }
}

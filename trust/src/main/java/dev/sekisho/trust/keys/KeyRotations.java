package dev.sekisho.trust.keys;

import dev.sekisho.directory.CustomerReference;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.seal.InstallationVault;
import dev.sekisho.trust.keys.KeyRotation.What;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * What was replaced while the installation did not run, and no receipt says yet: a note in every place of the key store, because
 * records and receipts are not open then. One process at a time, which holds the key store.
 */
public final class KeyRotations {
    /** As many as a note holds. */
    static final int MAX = 22;

    private static final String LABEL = "keys-rotated";
    private static final byte FORMAT = 1;
    private static final Set<ErrorCode> BEFORE_ANYTHING =
            Set.of(ErrorCode.CONFIG_INVALID, ErrorCode.KEY_SERVICE_UNAVAILABLE);

    private final InstallationVault vault;
    private final SecureRandom random = new SecureRandom();

    /** In the installation's keys. */
    public KeyRotations(InstallationVault vault) {
        this.vault = vault;
    }

    /**
     * Replaces keys between two notes, so that also a replacement that was cut off is stated.
     *
     * @param work answers how many were wrapped anew
     * @return what it answered
     * @throws SekishoException {@code CONFLICT} if too much waits to be stated; what {@code work} throws
     */
    public int noting(What what, Optional<CustomerReference> customer, Instant now, IntSupplier work) {
        List<KeyRotation> all = new ArrayList<>(waiting());
        if (all.size() >= MAX) {
            throw new SekishoException(
                    ErrorCode.CONFLICT,
                    MAX
                            + " replacements of keys wait for their receipts; start the installation once, which writes them.");
        }
        KeyRotation rotation =
                new KeyRotation(Id128.random(random), what, customer, now.truncatedTo(ChronoUnit.MILLIS), 0, false);
        all.add(rotation);
        write(all);
        int count;
        try {
            count = work.getAsInt();
        } catch (SekishoException e) {
            if (BEFORE_ANYTHING.contains(e.code())) {
                remove(known -> known.id().equals(rotation.id()));
            }
            throw e;
        }
        change(known -> known.id().equals(rotation.id()) ? known.over(count) : known);
        return count;
    }

    /** What waits for its receipt, oldest first. */
    List<KeyRotation> waiting() {
        byte[] bytes = vault.noted(LABEL).orElse(new byte[] {FORMAT});
        if (bytes[0] != FORMAT || (bytes.length - 1) % KeyRotation.BYTES != 0) {
            throw new SekishoException(
                    ErrorCode.RECORD_DAMAGED,
                    "The note of replaced keys is of another release; start the release that wrote it.");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
        List<KeyRotation> all = new ArrayList<>();
        while (in.hasRemaining()) {
            all.add(KeyRotation.read(in));
        }
        return all;
    }

    /** They are stated. */
    void remove(Predicate<KeyRotation> stated) {
        write(waiting().stream().filter(stated.negate()).toList());
    }

    private void change(UnaryOperator<KeyRotation> change) {
        write(waiting().stream().map(change).toList());
    }

    private void write(List<KeyRotation> all) {
        ByteBuffer out = ByteBuffer.allocate(1 + all.size() * KeyRotation.BYTES).put(FORMAT);
        all.forEach(rotation -> rotation.write(out));
        vault.note(LABEL, out.array());
    }
}

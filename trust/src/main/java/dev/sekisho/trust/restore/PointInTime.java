package dev.sekisho.trust.restore;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.trust.backup.Manifest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What to restore: a full set, and the shipments that follow it up to a moment.
 *
 * @param full the set
 * @param shipments those that follow it, each the one before, in order
 */
public record PointInTime(Manifest full, List<Manifest> shipments) {
    /** Copies the list. */
    public PointInTime {
        shipments = List.copyOf(shipments);
    }

    /** The newest manifest of it. */
    public Manifest last() {
        return shipments.isEmpty() ? full : shipments.getLast();
    }

    /**
     * Chooses from the manifests of one target.
     *
     * @param manifests those whose tags hold, in order of number
     * @param at the moment; the newest there is if empty
     * @throws SekishoException {@code NOT_FOUND} if no full set is that old
     */
    public static PointInTime choose(List<Manifest> manifests, Optional<Instant> at) {
        Instant moment = at.orElse(Instant.MAX);
        Manifest full = manifests.stream()
                .filter(manifest -> manifest.base().isEmpty())
                .filter(manifest -> !manifest.time().isAfter(moment))
                .reduce((first, second) -> second)
                .orElseThrow(() -> new SekishoException(
                        ErrorCode.NOT_FOUND,
                        "The target has no set"
                                + at.map(time -> " of " + time + " or before").orElse("")
                                + "; list what there is with: sekisho backup list"));
        List<Manifest> shipments = new ArrayList<>();
        Manifest before = full;
        for (Manifest manifest : manifests) {
            boolean follows = manifest.base().equals(Optional.of(full.set()))
                    && Arrays.equals(manifest.previous(), before.hash());
            if (follows && !manifest.time().isAfter(moment)) {
                shipments.add(manifest);
                before = manifest;
            }
        }
        return new PointInTime(full, shipments);
    }
}

package dev.sekisho.seal.kit;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.seal.InstallationVault;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.Optional;

/**
 * For which root the last recovery kit was made, as a note in the key store: a kit of another root than the one in force brings
 * nothing back that was stored since. It holds nothing of the shares.
 *
 * @param root the root's id
 * @param kit the kit
 * @param made the UTC day on which it was made
 * @param needed how many shares bring the root back
 * @param count how many there are
 */
public record KitMark(Id128 root, long kit, LocalDate made, int needed, int count) {
    private static final String LABEL = "recovery-kit";
    private static final byte VERSION = 1;
    private static final int BYTES = 1 + 16 + 8 + 8 + 1 + 1;

    /** The mark of the kit that a share is of. */
    public static KitMark of(Share share) {
        return new KitMark(share.root(), share.kit(), share.made(), share.needed(), share.count());
    }

    /**
     * Keeps it in place of the one before.
     *
     * @throws dev.sekisho.kernel.error.SekishoException {@code KEY_STORE_UNAVAILABLE}
     */
    public void noteIn(InstallationVault vault) {
        vault.note(
                LABEL,
                ByteBuffer.allocate(BYTES)
                        .put(VERSION)
                        .put(root.bytes())
                        .putLong(kit)
                        .putLong(made.toEpochDay())
                        .put((byte) needed)
                        .put((byte) count)
                        .array());
    }

    /** The mark of the last kit; empty if none was ever made, or a newer release noted it in another form. */
    public static Optional<KitMark> notedIn(InstallationVault vault) {
        return vault.noted(LABEL)
                .filter(note -> note.length == BYTES && note[0] == VERSION)
                .map(note -> {
                    ByteBuffer in = ByteBuffer.wrap(note, 1, BYTES - 1);
                    return new KitMark(
                            new Id128(in.getLong(), in.getLong()),
                            in.getLong(),
                            LocalDate.ofEpochDay(in.getLong()),
                            in.get(),
                            in.get());
                });
    }
}

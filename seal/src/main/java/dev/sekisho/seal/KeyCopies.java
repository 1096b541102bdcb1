package dev.sekisho.seal;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Copies of the key store, apart from the data's backups: each is sealed under a key of its UTC day, and eight days later that key
 * is destroyed, so that what was erased since is dark in every copy that anybody kept. For any number of threads.
 */
public interface KeyCopies {
    /** Days after its own on which a copy key still lives. */
    int DAYS = 8;

    /**
     * Copies the key store as it is now, while it goes on; changes wait for milliseconds.
     *
     * @throws dev.sekisho.kernel.error.SekishoException {@code KEY_COPY_UNAVAILABLE} if no place took it; if one did,
     *     {@link #problem()} says which did not
     */
    KeyCopy take();

    /**
     * Destroys the copy keys of the days before the eighth day before {@code now} and removes the copies that are dark then. Of
     * each day before today it keeps the newest copy and those named; files of other names are not touched.
     *
     * @param now by the clock of the data
     * @param named names of copies that backup sets need
     * @throws dev.sekisho.kernel.error.SekishoException {@code KEY_COPY_UNAVAILABLE} if a copy key that should be gone could not be
     *     destroyed, after all the others were: call again until it returns
     */
    void expire(Instant now, Set<String> named);

    /**
     * What lies in the places, the newest first.
     *
     * @throws dev.sekisho.kernel.error.SekishoException {@code KEY_COPY_UNAVAILABLE} if no place can be read
     */
    List<KeyCopyInfo> list();

    /** What is wrong since the last {@link #take} and {@link #expire}, with the folders it concerns; or empty. */
    String problem();
}

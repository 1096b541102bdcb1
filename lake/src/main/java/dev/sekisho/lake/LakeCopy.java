package dev.sekisho.lake;

import dev.sekisho.lake.files.LakeFiles;
import java.time.Duration;
import java.util.List;

/**
 * What a backup reads of a lake: files as they lie, sealed. First the segments, which never change, beside everything else; then a
 * {@link Capture}, and under it what is new since.
 */
public interface LakeCopy {
    /** After so long a capture ends by itself, so that no retention, erasure or deletion waits for it any longer. */
    Duration LIMIT = Duration.ofMinutes(10);

    /** The segments and held segments that there are now, by name in the lake's folder, in order; asks no disk. */
    List<String> segments();

    /**
     * Seals everything accepted before the call and keeps what is stored then until the capture is closed.
     *
     * @throws dev.sekisho.kernel.error.SekishoException {@code DISK_FAILED} if not everything could be sealed, {@code
     *     BACKUP_RUNNING} if too many captures are open, {@code CAPTURE_ENDED} if the lake stops
     */
    default Capture capture() {
        return capture(LIMIT);
    }

    /** The same, ending by itself earlier. */
    Capture capture(Duration limit);

    /**
     * A segment as it lies on the disk, to be read at any position; close it. Under a capture that names it, it stays. What cannot
     * be read to its end is damaged.
     *
     * @throws dev.sekisho.kernel.error.SekishoException {@code NOT_FOUND} if it was replaced or deleted since somebody listed it,
     *     {@code SEGMENT_DAMAGED} if it is missing although it should be there, or has another length than it had, {@code
     *     DISK_FAILED} if it cannot be read, {@code INVALID_INPUT} if this is no segment's name
     */
    LakeFiles.Source open(String name);
}

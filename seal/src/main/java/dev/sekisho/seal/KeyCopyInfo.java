package dev.sekisho.seal;

import java.time.Instant;
import java.util.List;

/**
 * A copy of the key store that lies somewhere, by its name.
 *
 * @param name the copy
 * @param time when it was taken, to the second
 * @param places folders of copies that have it
 * @param openable those of them whose copy key of that day is there
 */
public record KeyCopyInfo(String name, Instant time, List<String> places, List<String> openable) {
    /** Copies the lists. */
    public KeyCopyInfo {
        places = List.copyOf(places);
        openable = List.copyOf(openable);
    }
}

package dev.sekisho.directory;

import dev.sekisho.directory.service.DirectoryService;

/** Opens directories. */
public final class Directories {
    private Directories() {}

    /**
     * Opens the directory of a region: reads every customer's on-ramps, settings and policy into memory.
     *
     * @throws dev.sekisho.kernel.error.SekishoException {@code DATABASE_UNAVAILABLE}, {@code RECORD_DAMAGED}, {@code KEY_UNKNOWN}
     */
    public static Directory open(DirectoryOptions options) {
        return DirectoryService.open(options);
    }
}

package dev.sekisho.seal;

import java.nio.file.Path;

/**
 * Where copies of the key store lie, and where the copy keys that open them lie: two folders that nobody copies together, neither
 * in the other, in the home folder or in a place of the key store. Copy keys belong into no backup and no snapshot: whoever keeps
 * an old one keeps what was erased since.
 *
 * @param copies folder of the copies
 * @param keys folder of the copy keys
 */
public record KeyCopyPlace(Path copies, Path keys) {}

package dev.sekisho.control.access;

import dev.sekisho.directory.Directory;
import dev.sekisho.lake.Lake;
import dev.sekisho.trust.Trust;

/**
 * What desks are made of.
 *
 * @param directory customers and people
 * @param lake events
 * @param trust licences, erasure, holds, receipts
 * @param reads where readings are noted
 */
public record DeskParts(Directory directory, Lake lake, Trust trust, ReadLog reads) {}

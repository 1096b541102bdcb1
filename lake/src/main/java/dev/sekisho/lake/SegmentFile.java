package dev.sekisho.lake;

/**
 * A sealed segment as a file. It never changes: under the same name there are the same bytes for ever, or none.
 *
 * @param name in the lake's folder
 * @param length bytes; -1 if the file is not there
 * @param rows events in it; 0 if that is not known
 */
public record SegmentFile(String name, long length, long rows) {}

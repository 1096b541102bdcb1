package dev.sekisho.seal;

import java.time.Instant;

/**
 * A copy of the whole key store, taken at one moment.
 *
 * @param name for example {@code 2026-11-23T020304Z-0a1b2c3d}; the same in every place that took it
 * @param time when
 * @param digest SHA-256 of what the copy holds (docs/formats.md), 32 bytes: the same in every place, although each place's file is
 *     sealed under a copy key of its own
 */
public record KeyCopy(String name, Instant time, byte[] digest) {}

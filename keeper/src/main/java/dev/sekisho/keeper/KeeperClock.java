package dev.sekisho.keeper;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a wrong clock from removing sets. The latest time that was believed is noted in a file; a clock that shows an earlier one, or
 * one that is more than six hours later, is believed after an hour in which it ran as a clock does, measured by a time that nobody sets.
 */
final class KeeperClock {
    static final Duration LEAP = Duration.ofHours(6);
    static final Duration WAIT = Duration.ofHours(1);
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final Path file;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private @Nullable Doubt doubt;

    private record Doubt(Instant since, long nanos) {}

    KeeperClock(Path file, InstantSource clock, LongSupplier nanos) {
        this.file = file;
        this.clock = clock;
        this.nanos = nanos;
    }

    /** Whether what the clock shows now may decide over removal; notes the time if so. */
    synchronized boolean believed() throws IOException {
        Instant now = clock.instant();
        Optional<Instant> noted = noted();
        boolean odd = noted.isPresent()
                && (now.isBefore(noted.get().minus(TOLERANCE))
                        || now.isAfter(noted.get().plus(LEAP)));
        if (odd && !waited(now)) {
            return false;
        }
        doubt = null;
        note(now);
        return true;
    }

    private boolean waited(Instant now) {
        long ticks = nanos.getAsLong();
        Doubt since = doubt;
        if (since == null) {
            doubt = new Doubt(now, ticks);
            return false;
        }
        Duration passed = Duration.ofNanos(ticks - since.nanos());
        Duration ran = Duration.between(since.since(), now);
        if (ran.minus(passed).abs().compareTo(TOLERANCE) > 0) {
            doubt = new Doubt(now, ticks);
            return false;
        }
        return passed.compareTo(WAIT) >= 0;
    }

    private Optional<Instant> noted() throws IOException {
        try {
            return Optional.of(Instant.parse(Files.readString(file).strip()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (DateTimeException e) {
            throw new IOException(
                    "the file in which the keeper notes the time is damaged; remove it if the clock is right", e);
        }
    }

    private void note(Instant now) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".fresh");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap((now + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}

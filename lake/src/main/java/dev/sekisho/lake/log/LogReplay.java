package dev.sekisho.lake.log;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.lake.files.LakeFiles;
import dev.sekisho.seal.CustomerVault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a log that a process before this one wrote. A torn end is what a crash leaves: its rows were never acknowledged. Bytes
 * that do not open with a whole frame <em>behind</em> them are damage, and reported as such.
 */
public final class LogReplay {
    private static final Logger LOG = LoggerFactory.getLogger(LogReplay.class);
    private final LakeFiles files;
    private final String node;
    private final Function<Id128, Optional<CustomerVault>> owners;
    private final Map<Id128, Optional<Opener>> openers = new HashMap<>();

    /**
     * A replay.
     *
     * @param node the node whose logs these are
     * @param owners the vault of the customer whom a log key belongs to; empty once the key was destroyed
     */
    public LogReplay(LakeFiles files, String node, Function<Id128, Optional<CustomerVault>> owners) {
        this.files = files;
        this.node = node;
        this.owners = owners;
    }

    private record Lost(CustomerVault vault, int rows) {}

    /** Whose frames they are, and what opens them unless the keys are withdrawn. */
    private record Opener(CustomerVault vault, Optional<CustomerVault.LogKey> key) {}

    /** Takes what is found. */
    public interface Target {
        /** A whole frame. */
        void frame(CustomerVault vault, Frame frame);

        /** A frame that does not open although a later one does: so many rows of the customer are lost. */
        void lost(CustomerVault vault, int rows);
    }

    /**
     * A log that was read.
     *
     * @param sequence its number
     * @param keys the log keys in it that still exist
     * @param damaged places that do not open with whole frames behind them
     * @param dark frames whose key was destroyed: their rows are in segments
     */
    public record Replayed(long sequence, Map<Id128, CustomerVault> keys, int damaged, int dark) {}

    /** The numbers of all logs, in order. */
    public static List<Long> sequences(LakeFiles files) throws IOException {
        return files.list(LogFile.FOLDER).stream()
                .map(LogFile::sequence)
                .sorted()
                .toList();
    }

    /** Reads one log to its end. */
    public Replayed read(long sequence, Target target) throws IOException {
        String name = LogFile.name(sequence);
        files.force(name);
        try (LakeFiles.Source file = files.open(name)) {
            return new Reading(file, sequence, target).run();
        }
    }

    private Optional<Opener> opener(Id128 logKey) {
        return openers.computeIfAbsent(logKey, this::find);
    }

    private Optional<Opener> find(Id128 logKey) {
        try {
            return owners.apply(logKey).flatMap(vault -> find(vault, logKey));
        } catch (SekishoException e) {
            if (e.code() != ErrorCode.KEY_DESTROYED && e.code() != ErrorCode.KEY_UNKNOWN) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private static Optional<Opener> find(CustomerVault vault, Id128 logKey) {
        try {
            return vault.logKey(logKey).map(key -> new Opener(vault, Optional.of(key)));
        } catch (SekishoException e) {
            if (e.code() != ErrorCode.KEY_WITHDRAWN) {
                throw e;
            }
            return Optional.of(new Opener(vault, Optional.empty()));
        }
    }

    private final class Reading {
        private final LakeFiles.Source file;
        private final long length;
        private final long sequence;
        private final Target target;
        private final Map<Id128, CustomerVault> keys = new LinkedHashMap<>();
        private boolean inDamage;
        private int damaged;
        private int dark;
        private final List<Lost> suspects = new ArrayList<>();

        Reading(LakeFiles.Source file, long sequence, Target target) throws IOException {
            this.file = file;
            this.length = file.length();
            this.sequence = sequence;
            this.target = target;
        }

        Replayed run() throws IOException {
            long at = 0;
            while (at + FrameHeader.BYTES <= length) {
                byte[] start = new byte[FrameHeader.BYTES];
                file.read(at, start, 0, start.length);
                Optional<FrameHeader> header = FrameHeader.read(start);
                if (header.isPresent()
                        && at + FrameHeader.BYTES + header.get().sealedBytes() <= length
                        && frame(at, header.get())) {
                    at += header.get().paddedBytes();
                } else {
                    inDamage = true;
                    at += FrameHeader.ALIGNMENT;
                }
            }
            return new Replayed(sequence, keys, damaged, dark);
        }

        private boolean frame(long at, FrameHeader header) throws IOException {
            Optional<Opener> opener = opener(header.logKey());
            if (opener.isEmpty()) {
                dark++;
                return true;
            }
            CustomerVault vault = opener.get().vault();
            keys.put(header.logKey(), vault);
            if (opener.get().key().isEmpty()) {
                return true;
            }
            byte[] sealed = new byte[header.sealedBytes()];
            file.read(at + FrameHeader.BYTES, sealed, 0, sealed.length);
            Frame frame;
            try {
                frame = Frame.decode(opener.get().key().get().open(header.number(), sealed), sequence, node);
            } catch (SekishoException | IllegalArgumentException e) {
                if (e instanceof SekishoException failure
                        && (failure.code() == ErrorCode.KEY_STORE_UNAVAILABLE
                                || failure.code() == ErrorCode.KEY_WITHDRAWN)) {
                    throw failure;
                }
                LOG.info("A frame of {} rows at {} does not open: {}", header.rows(), at, e.getMessage());
                suspects.add(new Lost(vault, header.rows()));
                return false;
            }
            if (inDamage) {
                damaged++;
                inDamage = false;
            }
            suspects.forEach(lost -> target.lost(lost.vault(), lost.rows()));
            suspects.clear();
            target.frame(vault, frame);
            return true;
        }
    }
}

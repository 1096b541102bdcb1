package dev.sekisho.seal;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.seal.CustomerVault.SealedSegment;
import dev.sekisho.seal.codec.MacKey;
import dev.sekisho.seal.codec.Secret;
import dev.sekisho.seal.codec.SegmentFile;
import dev.sekisho.seal.codec.SegmentKeys;
import dev.sekisho.seal.codec.SegmentWriter;
import dev.sekisho.seal.keys.EntryId;
import dev.sekisho.seal.keys.Kind;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The segments of one customer, under keys by day of the events. An epoch's number is never used twice, so a segment of a day
 * whose keys were destroyed says so by its number, also when the same day got fresh keys later.
 */
final class OwnerDays {
    private final OwnerKeys keys;
    private final Map<LocalDate, EntryId> epochs = new ConcurrentHashMap<>();
    private final Map<EntryId, Secret> secrets = new ConcurrentHashMap<>();

    OwnerDays(OwnerKeys keys) {
        this.keys = keys;
        EntryId owner = EntryId.of(Kind.OWNER, keys.owner().id());
        keys.store()
                .beside(
                        owner,
                        id -> id.kind() == Kind.DAY_EPOCH
                                && id.owner().equals(keys.owner().id()))
                .forEach(id -> epochs.put(LocalDate.ofEpochDay(id.object().low()), id));
    }

    SealedSegment seal(LocalDate day, byte[] plain) {
        keys.requireOpen();
        EntryId epoch = epoch(day);
        Id128 segment = Id128.random(keys.random());
        byte[] salt = new byte[SegmentKeys.SALT_BYTES];
        keys.random().nextBytes(salt);
        EntryId saltId = saltOf(segment, epoch);
        keys.store().commit(keys.put(saltId, salt));
        byte[] file = SegmentWriter.seal(keys.cipher(), segmentKeys(segment, day, epoch), salt, plain);
        if (!keys.store().has(saltId)) {
            // The day was destroyed meanwhile: say so rather than hand out a segment that nobody can open.
            throw OwnerKeys.destroyed();
        }
        byte[] root = Arrays.copyOfRange(file, file.length - MacKey.TAG_BYTES, file.length);
        return new SealedSegment(segment, file, root);
    }

    SegmentReader open(Id128 segment, LocalDate day, RandomAccessSource source) {
        keys.requireOpen();
        SegmentFile file = SegmentFile.read(source);
        EntryId epoch = epochs.get(day);
        if (epoch == null || epoch.number() != file.epoch()) {
            throw file.epoch() > 0 && file.epoch() <= keys.highestEpoch() ? OwnerKeys.destroyed() : unknown();
        }
        SegmentKeys segmentKeys = segmentKeys(segment, day, epoch);
        byte[] tags = file.verify(segmentKeys);
        EntryId saltId = saltOf(segment, epoch);
        // The tags are ours, so there was a salt once.
        byte[] salt = keys.open(saltId).orElseThrow(OwnerKeys::destroyed);
        return new Live(keys, saltId, file.open(keys.cipher(), segmentKeys, salt, tags));
    }

    void destroySegment(Id128 segment) {
        keys.requireOpen();
        List<EntryId> salts = new ArrayList<>();
        for (EntryId epoch : epochs.values()) {
            EntryId salt = saltOf(segment, epoch);
            if (keys.store().has(salt)) {
                salts.add(salt);
            }
        }
        keys.store().destroy(salts);
    }

    void destroyDay(LocalDate day) {
        keys.making(() -> {
            EntryId epoch = epochs.get(day);
            if (epoch == null) {
                keys.store().destroy(List.of());
                return List.of();
            }
            keys.store().destroy(List.of(epoch));
            secrets.remove(epoch);
            List<EntryId> salts = keys.store()
                    .beside(
                            saltOf(EntryId.NONE, epoch),
                            id -> id.kind() == Kind.SALT
                                    && id.number() == epoch.number()
                                    && id.owner().equals(epoch.owner()));
            keys.store().destroy(salts);
            epochs.remove(day);
            return salts;
        });
    }

    private EntryId epoch(LocalDate day) {
        EntryId known = epochs.get(day);
        if (known != null) {
            return known;
        }
        return keys.making(() -> epochs.computeIfAbsent(day, d -> {
            Secret secret = Secret.random(keys.random());
            EntryId id = keys.newEpoch(Kind.DAY_EPOCH, new Id128(0, d.toEpochDay()), secret);
            secrets.put(id, secret);
            return id;
        }));
    }

    private SegmentKeys segmentKeys(Id128 segment, LocalDate day, EntryId epoch) {
        Secret known = secrets.get(epoch);
        if (known == null) {
            known = Secret.of(keys.open(epoch).orElseThrow(OwnerKeys::destroyed));
            secrets.put(epoch, known);
            if (!keys.store().has(epoch)) {
                secrets.remove(epoch);
                throw OwnerKeys.destroyed();
            }
        }
        return new SegmentKeys(keys.owner(), segment, day, epoch.number(), known);
    }

    private EntryId saltOf(Id128 segment, EntryId epoch) {
        return new EntryId(Kind.SALT, keys.owner().id(), segment, epoch.number());
    }

    private static SekishoException unknown() {
        return new SekishoException(
                ErrorCode.KEY_UNKNOWN,
                "A segment names keys that this region never had for its day; it belongs elsewhere.");
    }

    /** A reader that stops with its salt: a destroyed segment is dark also for whoever had it open. */
    private record Live(OwnerKeys keys, EntryId salt, SegmentReader reader) implements SegmentReader {
        @Override
        public long size() {
            return reader.size();
        }

        @Override
        public void read(long position, byte[] target, int offset, int length) throws IOException {
            keys.requireOpen();
            if (!keys.store().has(salt)) {
                throw OwnerKeys.destroyed();
            }
            reader.read(position, target, offset, length);
        }
    }
}

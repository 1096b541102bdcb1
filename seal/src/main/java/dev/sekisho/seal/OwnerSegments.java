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
import dev.sekisho.seal.keys.Change;
import dev.sekisho.seal.keys.EntryId;
import dev.sekisho.seal.keys.Kind;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The segments of one customer, each under the keys of its class: of the events' day, or of a legal hold. An epoch's number is
 * never used twice and by one class alone, so a segment whose keys were destroyed says so by its number, also when the same day
 * got fresh keys later.
 */
final class OwnerSegments {
    private static final byte[] NOTHING = new byte[0];
    private final OwnerKeys keys;
    private final Map<KeyClass, EntryId> epochs = new ConcurrentHashMap<>();
    private final Set<Live> readers = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    OwnerSegments(OwnerKeys keys) {
        this.keys = keys;
        EntryId owner = EntryId.of(Kind.OWNER, keys.owner().id());
        keys.store()
                .beside(
                        owner,
                        id -> (id.kind() == Kind.DAY_EPOCH || id.kind() == Kind.HOLD_EPOCH)
                                && id.owner().equals(keys.owner().id()))
                .forEach(id -> epochs.put(new KeyClass(id.kind(), id.object()), id));
    }

    /** What one set of segment keys is for: {@code DAY_EPOCH} and the day, or {@code HOLD_EPOCH} and the hold. */
    record KeyClass(Kind kind, Id128 object) {
        static KeyClass of(LocalDate day) {
            return new KeyClass(Kind.DAY_EPOCH, new Id128(0, day.toEpochDay()));
        }

        static KeyClass held(Id128 hold) {
            return new KeyClass(Kind.HOLD_EPOCH, hold);
        }
    }

    SealedSegment seal(KeyClass under, LocalDate day, byte[] plain) {
        keys.requireOpen();
        EntryId epoch = epoch(under);
        Id128 segment = Id128.random(keys.random());
        byte[] salt = new byte[SegmentKeys.SALT_BYTES];
        keys.random().nextBytes(salt);
        EntryId saltId = saltOf(segment, epoch);
        keys.add(saltId, salt);
        byte[] file = SegmentWriter.seal(keys.cipher(), segmentKeys(segment, day, epoch), salt, plain);
        if (!keys.store().has(saltId)) {
            // The day was destroyed meanwhile: say so rather than hand out a segment that nobody can open.
            throw OwnerKeys.destroyed();
        }
        byte[] root = Arrays.copyOfRange(file, file.length - MacKey.TAG_BYTES, file.length);
        return new SealedSegment(segment, file, root);
    }

    SegmentReader open(KeyClass under, Id128 segment, LocalDate day, RandomAccessSource source) {
        keys.requireOpen();
        SegmentFile file = SegmentFile.read(source);
        EntryId epoch = epochs.get(under);
        if (epoch == null || epoch.number() != file.epoch()) {
            throw file.epoch() > 0 && file.epoch() <= keys.highestEpoch() ? OwnerKeys.destroyed() : unknown();
        }
        SegmentKeys segmentKeys = segmentKeys(segment, day, epoch);
        byte[] tags = file.verify(segmentKeys);
        EntryId saltId = saltOf(segment, epoch);
        // The tags are ours, so there was a salt once.
        byte[] salt = keys.open(saltId).orElseThrow(OwnerKeys::destroyed);
        Live live = new Live(keys, saltId, file.open(keys.cipher(), segmentKeys, salt, tags));
        readers.add(live);
        return live;
    }

    boolean isDayDestroyed(LocalDate day, RandomAccessSource segment) {
        keys.requireOpen();
        if (epochs.containsKey(KeyClass.of(day))) {
            return false;
        }
        int number = SegmentFile.read(segment).epoch();
        return number > 0 && number <= keys.highestEpoch();
    }

    boolean isHoldDestroyed(Id128 hold) {
        keys.requireOpen();
        return keys.store().has(mark(hold));
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
        keys.making(() -> destroyClass(KeyClass.of(day), List.of()));
    }

    /** With a mark in the same write: a re-sealing that comes late must not make keys that nobody destroys again. */
    void destroyHold(Id128 hold) {
        keys.making(() -> {
            boolean marked = keys.store().has(mark(hold));
            return destroyClass(KeyClass.held(hold), marked ? List.of() : List.of(new Change.Put(mark(hold), NOTHING)));
        });
    }

    private List<EntryId> destroyClass(KeyClass gone, List<Change> marks) {
        EntryId epoch = epochs.get(gone);
        List<Change> changes = new ArrayList<>(marks);
        if (epoch != null) {
            changes.add(new Change.Destroy(epoch));
        }
        keys.store().commit(changes);
        List<EntryId> salts = epoch == null ? List.of() : saltsOf(epoch);
        keys.store().destroy(salts);
        if (epoch != null) {
            keys.session().epochs.remove(epoch);
            epochs.remove(gone);
        }
        return salts;
    }

    private List<EntryId> saltsOf(EntryId epoch) {
        return keys.store()
                .beside(
                        saltOf(EntryId.NONE, epoch),
                        id -> id.kind() == Kind.SALT
                                && id.number() == epoch.number()
                                && id.owner().equals(epoch.owner()));
    }

    private EntryId epoch(KeyClass under) {
        EntryId known = epochs.get(under);
        if (known != null) {
            return known;
        }
        return keys.making(() -> epochs.computeIfAbsent(under, fresh -> {
            if (fresh.kind() == Kind.HOLD_EPOCH && keys.store().has(mark(fresh.object()))) {
                throw OwnerKeys.destroyed();
            }
            Secret secret = Secret.random(keys.random());
            EntryId id = keys.newEpoch(fresh.kind(), fresh.object(), secret);
            keys.session().epochs.put(id, secret);
            return id;
        }));
    }

    private EntryId mark(Id128 hold) {
        return EntryId.of(Kind.HOLD_DESTROYED, keys.owner().id(), hold);
    }

    private SegmentKeys segmentKeys(Id128 segment, LocalDate day, EntryId epoch) {
        Map<EntryId, Secret> secrets = keys.session().epochs;
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

    /** Lets go of the keys in readers that are still open. */
    void drop() {
        synchronized (readers) {
            readers.forEach(Live::drop);
        }
    }

    /**
     * A reader that stops with its salt: a destroyed segment is dark also for whoever had it open. It stops for good when the
     * customer's keys are withdrawn, and is opened anew when they are back.
     */
    private static final class Live implements SegmentReader {
        private final OwnerKeys keys;
        private final EntryId salt;
        private final long size;
        private volatile @Nullable SegmentReader reader;

        Live(OwnerKeys keys, EntryId salt, SegmentReader reader) {
            this.keys = keys;
            this.salt = salt;
            this.size = reader.size();
            this.reader = reader;
        }

        void drop() {
            reader = null;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public void read(long position, byte[] target, int offset, int length) throws IOException {
            keys.requireOpen();
            SegmentReader open = reader;
            if (open == null) {
                throw OwnerKeys.withdrawn();
            }
            if (!keys.store().has(salt)) {
                throw OwnerKeys.destroyed();
            }
            open.read(position, target, offset, length);
        }
    }
}

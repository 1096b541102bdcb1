package dev.sekisho.seal;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.seal.CustomerVault.LogKey;
import dev.sekisho.seal.codec.FrameKey;
import dev.sekisho.seal.codec.Secret;
import dev.sekisho.seal.keys.EntryId;
import dev.sekisho.seal.keys.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The log keys of one customer. */
final class OwnerLogs {
    private final OwnerKeys keys;
    private final Map<Id128, Handle> handles = new ConcurrentHashMap<>();

    OwnerLogs(OwnerKeys keys) {
        this.keys = keys;
    }

    LogKey make() {
        Id128 id = Id128.random(keys.random());
        keys.add(entry(id), Secret.random(keys.random()).bytes());
        return handles.computeIfAbsent(id, this::handle);
    }

    Optional<LogKey> find(Id128 id) {
        keys.requireOpen();
        Handle known = handles.get(id);
        if (known != null) {
            return Optional.of(known);
        }
        if (!keys.store().has(entry(id))) {
            return Optional.empty();
        }
        LogKey found = handles.computeIfAbsent(id, this::handle);
        if (!keys.store().has(entry(id))) {
            // Destroyed in between: whoever came second cleans up.
            forget(id);
            return Optional.empty();
        }
        return Optional.of(found);
    }

    void destroy(Id128 id) {
        forget(id);
        keys.store().destroy(List.of(entry(id)));
        forget(id);
    }

    private void forget(Id128 id) {
        Handle handle = handles.remove(id);
        if (handle != null) {
            handle.destroy();
        }
    }

    private EntryId entry(Id128 id) {
        return EntryId.of(Kind.LOG, keys.owner().id(), id);
    }

    private Handle handle(Id128 id) {
        return new Handle(keys, id, entry(id));
    }

    /** Holds no key itself: what it seals with hangs on the open session of its customer's keys. */
    private static final class Handle implements LogKey {
        private final OwnerKeys keys;
        private final Id128 id;
        private final EntryId entry;
        private volatile boolean destroyed;

        private Handle(OwnerKeys keys, Id128 id, EntryId entry) {
            this.keys = keys;
            this.id = id;
            this.entry = entry;
        }

        @Override
        public Id128 id() {
            return id;
        }

        @Override
        public byte[] seal(long number, byte[] plain, int offset, int length) {
            return frames().seal(number, plain, offset, length);
        }

        @Override
        public byte[] open(long number, byte[] sealed) {
            return frames().open(number, sealed);
        }

        private FrameKey frames() {
            Map<EntryId, FrameKey> open = keys.session().frames;
            if (destroyed) {
                throw OwnerKeys.destroyed();
            }
            FrameKey known = open.get(entry);
            if (known != null) {
                return known;
            }
            byte[] secret = keys.open(entry).orElseThrow(OwnerKeys::destroyed);
            FrameKey fresh =
                    open.computeIfAbsent(entry, e -> new FrameKey(keys.cipher(), Secret.of(secret), keys.owner(), id));
            if (destroyed) {
                open.remove(entry);
                throw OwnerKeys.destroyed();
            }
            return fresh;
        }

        private void destroy() {
            destroyed = true;
            keys.forgetFrames(entry);
        }
    }
}

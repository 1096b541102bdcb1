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
        Secret secret = Secret.random(keys.random());
        keys.store().commit(keys.put(entry(id), secret.bytes()));
        return handles.computeIfAbsent(id, log -> handle(log, secret.bytes()));
    }

    Optional<LogKey> find(Id128 id) {
        keys.requireOpen();
        Handle known = handles.get(id);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<byte[]> secret = keys.open(entry(id));
        Optional<LogKey> found = secret.map(bytes -> handles.computeIfAbsent(id, log -> handle(log, bytes)));
        if (found.isPresent() && !keys.store().has(entry(id))) {
            // Destroyed in between: whoever came second cleans up.
            forget(id);
            return Optional.empty();
        }
        return found;
    }

    void destroy(Id128 id) {
        forget(id);
        keys.store().destroy(List.of(entry(id)));
        forget(id);
    }

    private void forget(Id128 id) {
        Handle handle = handles.remove(id);
        if (handle != null) {
            handle.destroyed = true;
        }
    }

    private EntryId entry(Id128 id) {
        return EntryId.of(Kind.LOG, keys.owner().id(), id);
    }

    private Handle handle(Id128 id, byte[] secret) {
        return new Handle(keys, id, new FrameKey(keys.cipher(), Secret.of(secret), keys.owner(), id));
    }

    private static final class Handle implements LogKey {
        private final OwnerKeys keys;
        private final Id128 id;
        private final FrameKey frames;
        private volatile boolean destroyed;

        private Handle(OwnerKeys keys, Id128 id, FrameKey frames) {
            this.keys = keys;
            this.id = id;
            this.frames = frames;
        }

        @Override
        public Id128 id() {
            return id;
        }

        @Override
        public byte[] seal(long number, byte[] plain, int offset, int length) {
            requireAlive();
            return frames.seal(number, plain, offset, length);
        }

        @Override
        public byte[] open(long number, byte[] sealed) {
            requireAlive();
            return frames.open(number, sealed);
        }

        private void requireAlive() {
            keys.requireOpen();
            if (destroyed) {
                throw OwnerKeys.destroyed();
            }
        }
    }
}

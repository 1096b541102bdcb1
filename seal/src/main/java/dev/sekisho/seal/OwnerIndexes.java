package dev.sekisho.seal;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.seal.codec.MacKey;
import dev.sekisho.seal.keys.EntryId;
import dev.sekisho.seal.keys.Kind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Blind indexes of one customer: HMAC-SHA-256 under a random key a column and version, cut to 128 bits. */
final class OwnerIndexes {
    private static final int TOKEN_BYTES = 16;
    private static final int KEY_BYTES = 32;
    private static final byte[] NO_CONTEXT = new byte[0];
    private final OwnerKeys keys;
    private final Map<String, Integer> newest = new ConcurrentHashMap<>();

    OwnerIndexes(OwnerKeys keys) {
        this.keys = keys;
    }

    byte[] token(String column, int version, byte[] value) {
        Map<EntryId, MacKey> byVersion = keys.session().indexes;
        EntryId id = entry(column, version);
        MacKey key = byVersion.get(id);
        if (key == null) {
            key = byVersion.computeIfAbsent(id, i -> new MacKey(keys.open(i).orElseThrow(OwnerIndexes::unknown)));
        }
        return Arrays.copyOf(key.tag(NO_CONTEXT, value, 0, value.length), TOKEN_BYTES);
    }

    int version(String column) {
        keys.requireOpen();
        Integer known = newest.get(column);
        if (known != null) {
            return known;
        }
        return keys.making(() -> newest.computeIfAbsent(column, c -> {
            int stored = stored(c);
            return stored == 0 ? make(c, 1) : stored;
        }));
    }

    int rotate(String column) {
        int current = version(column);
        return keys.making(() -> {
            int next = make(column, Math.max(stored(column), current) + 1);
            newest.put(column, next);
            return next;
        });
    }

    void destroy(String column, int version) {
        if (version >= version(column)) {
            throw new IllegalArgumentException("the newest version of an index key is in use");
        }
        EntryId id = entry(column, version);
        keys.store().destroy(List.of(id));
        keys.session().indexes.remove(id);
    }

    private int make(String column, int version) {
        byte[] key = new byte[KEY_BYTES];
        keys.random().nextBytes(key);
        keys.add(entry(column, version), key);
        return version;
    }

    private int stored(String column) {
        EntryId any = entry(column, 0);
        return keys
                .store()
                .beside(
                        any,
                        id -> id.kind() == Kind.INDEX
                                && id.owner().equals(any.owner())
                                && id.object().equals(any.object()))
                .stream()
                .mapToInt(EntryId::number)
                .max()
                .orElse(0);
    }

    private EntryId entry(String column, int version) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(column.getBytes(StandardCharsets.UTF_8));
            return new EntryId(Kind.INDEX, keys.owner().id(), Id128.of(Arrays.copyOf(hash, 16)), version);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK offers no SHA-256", e);
        }
    }

    private static SekishoException unknown() {
        return new SekishoException(ErrorCode.KEY_UNKNOWN, "There is no such version of the column's index key.");
    }
}

package dev.sekisho.seal;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.seal.codec.Secret;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What the region's keys seal for an owner: its own keys, or its own keys once more under a pair that only the customer's key
 * service unwraps. {@code 64 bytes of keys}, or {@code form 1 | keys 128} while a rotation is under way, or
 * {@code form 2 | length 1 | service's name | length 2 | wrapped pair | record of 64 or 128 bytes of keys}.
 */
sealed interface OwnerEntry {
    int ROTATING = 1;
    int TWICE = 2;
    int MAX_WRAPPED_BYTES = 8 << 10;

    /**
     * Keys that the region's keys open alone.
     *
     * @param keys newest first: one, or two while a rotation is under way
     */
    record Once(List<Secret> keys) implements OwnerEntry {}

    /**
     * Keys that take the customer's key service as well.
     *
     * @param service its name in the configuration
     * @param wrapped the pair, as the service wrapped it
     * @param sealed the keys, as a record under the pair
     */
    record Twice(String service, byte[] wrapped, byte[] sealed) implements OwnerEntry {}

    /** The keys as bytes. */
    static byte[] bytes(List<Secret> keys) {
        ByteBuffer out = ByteBuffer.allocate(keys.size() * Secret.BYTES);
        keys.forEach(key -> out.put(key.bytes()));
        return out.array();
    }

    /** The keys in these bytes: one pair or two. */
    static List<Secret> keys(byte[] bytes) {
        if (bytes.length != Secret.BYTES && bytes.length != 2 * Secret.BYTES) {
            throw damaged();
        }
        List<Secret> keys = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        while (in.hasRemaining()) {
            byte[] key = new byte[Secret.BYTES];
            in.get(key);
            keys.add(Secret.of(key));
        }
        return List.copyOf(keys);
    }

    /** The entry as the region's keys seal it. */
    default byte[] encode() {
        return switch (this) {
            case Once once -> once.keys().size() == 1 ? bytes(once.keys()) : rotating(bytes(once.keys()));
            case Twice twice -> twice(twice);
        };
    }

    private static byte[] rotating(byte[] both) {
        return ByteBuffer.allocate(1 + both.length)
                .put((byte) ROTATING)
                .put(both)
                .array();
    }

    private static byte[] twice(Twice entry) {
        byte[] name = entry.service().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(4 + name.length + entry.wrapped().length + entry.sealed().length)
                .put((byte) TWICE)
                .put((byte) name.length)
                .put(name)
                .putShort((short) entry.wrapped().length)
                .put(entry.wrapped())
                .put(entry.sealed())
                .array();
    }

    /** Reads an entry; its bytes were verified before. */
    static OwnerEntry decode(byte[] plain) {
        if (plain.length == Secret.BYTES) {
            return new Once(keys(plain));
        }
        try {
            ByteBuffer in = ByteBuffer.wrap(plain);
            return switch (in.get()) {
                case ROTATING -> new Once(keys(rest(in, in.remaining())));
                case TWICE -> {
                    String service = new String(rest(in, in.get() & 0xff), StandardCharsets.UTF_8);
                    byte[] wrapped = rest(in, in.getShort() & 0xffff);
                    yield new Twice(service, wrapped, rest(in, in.remaining()));
                }
                default -> throw damaged();
            };
        } catch (BufferUnderflowException e) {
            throw damaged();
        }
    }

    private static byte[] rest(ByteBuffer in, int length) {
        if (length > in.remaining()) {
            throw damaged();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static SekishoException damaged() {
        return new SekishoException(
                ErrorCode.KEY_STORE_DAMAGED, "The keys of an owner are not in a form that this release knows.");
    }
}

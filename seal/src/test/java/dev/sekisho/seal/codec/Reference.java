package dev.sekisho.seal.codec;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.seal.xts.UnitCipher;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the codecs written anew from docs/formats.md share. Sealing and opening leave out the same checks, so that what an attack
 * gains by the absence of one is seen; with all of them, they must agree with the product.
 */
abstract class Reference implements Codec {
    private static final int TAG_BYTES = 16;
    private final Set<Guard> guards;

    Reference(Guard... without) {
        this.guards = EnumSet.allOf(Guard.class);
        Arrays.asList(without).forEach(guards::remove);
    }

    boolean has(Guard guard) {
        return guards.contains(guard);
    }

    /** A list of parts; a part whose guard is missing is left out. */
    final class Parts {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Parts text(String part) {
            return part(part.getBytes(StandardCharsets.UTF_8));
        }

        Parts text(Guard guard, String part) {
            return has(guard) ? text(part) : this;
        }

        Parts part(Guard guard, byte[] part) {
            return has(guard) ? part(part) : this;
        }

        Parts part(byte[] part) {
            if (has(Guard.LENGTHS)) {
                bytes.writeBytes(ByteBuffer.allocate(4).putInt(part.length).array());
            }
            return raw(part);
        }

        Parts raw(byte[] part) {
            bytes.writeBytes(part);
            return this;
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }
    }

    Parts parts(String purpose) {
        return new Parts().text(purpose);
    }

    static byte[] eight(long number) {
        return ByteBuffer.allocate(8).putLong(number).array();
    }

    /** HKDF-Expand, RFC 5869 section 2.3. */
    static byte[] expand(byte[] key, byte[] info, int length) {
        byte[] out = new byte[0];
        byte[] last = new byte[0];
        for (int block = 1; out.length < length; block++) {
            last = hmac(key, last, info, new byte[] {(byte) block});
            out = join(out, last);
        }
        return Arrays.copyOf(out, length);
    }

    static byte[] hmac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] encryptionKey() {
        return Arrays.copyOf(Samples.SECRET.bytes(), 32);
    }

    static byte[] macKey() {
        return Arrays.copyOfRange(Samples.SECRET.bytes(), 32, 64);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        Arrays.asList(parts).forEach(joined::writeBytes);
        return joined.toByteArray();
    }

    static byte[] xts(byte[] key, boolean sealing, byte[] tweak, byte[] unit) {
        byte[] result = new byte[unit.length];
        if (sealing) {
            Samples.CIPHER.key(key).encrypt(tweak, unit, 0, unit.length, result, 0);
        } else {
            Samples.CIPHER.key(key).decrypt(tweak, unit, 0, unit.length, result, 0);
        }
        return result;
    }

    static byte[] littleEndian(long number) {
        byte[] tweak = new byte[UnitCipher.TWEAK_BYTES];
        for (int i = 0; i < 8; i++) {
            tweak[i] = (byte) (number >>> (8 * i));
        }
        return tweak;
    }

    byte[] tag(byte[] macKey, byte[] context, byte[] header, byte[] cipher) {
        return Arrays.copyOf(hmac(macKey, context, has(Guard.HEADER) ? header : new byte[0], cipher), TAG_BYTES);
    }

    void compare(byte[] expected, byte[] found) {
        int bytes = has(Guard.WHOLE_TAG) ? expected.length : expected.length / 2;
        require(!has(Guard.TAG) || Arrays.equals(expected, 0, bytes, found, 0, bytes));
    }

    static void require(boolean holds) {
        if (!holds) {
            throw new SekishoException(ErrorCode.RECORD_DAMAGED, "refused");
        }
    }

    static byte[] padded(byte[] plain) {
        int needed = plain.length + 4;
        int step = needed <= 256 ? 16 : 64;
        return Arrays.copyOf(
                join(ByteBuffer.allocate(4).putInt(plain.length).array(), plain), (needed + step - 1) / step * step);
    }

    static byte[] unpadded(byte[] unit) {
        int length = ByteBuffer.wrap(unit).getInt();
        if (length < 0 || length > unit.length - 4) {
            throw new IllegalStateException("opened, and holds a wrong length");
        }
        return Arrays.copyOfRange(unit, 4, 4 + length);
    }

    static boolean bucket(int size) {
        return size >= 16 && size % (size <= 256 ? 16 : 64) == 0;
    }
}

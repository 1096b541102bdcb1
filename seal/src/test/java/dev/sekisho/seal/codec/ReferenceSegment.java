package dev.sekisho.seal.codec;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Suite 3, from docs/formats.md alone. */
final class ReferenceSegment extends Reference {
    private static final int UNIT = 4096;
    private static final int TRAILER = 72;

    ReferenceSegment(Guard... without) {
        super(without);
    }

    @Override
    public byte[] seal(Place place, byte[] plain) {
        byte[] header = header(place, plain.length);
        ByteArrayOutputStream units = new ByteArrayOutputStream();
        ByteArrayOutputStream tags = new ByteArrayOutputStream();
        for (int unit = 0; unit * UNIT < plain.length; unit++) {
            byte[] content = Arrays.copyOfRange(plain, unit * UNIT, Math.min(plain.length, (unit + 1) * UNIT));
            byte[] cipher =
                    xts(unitKey(place), true, littleEndian(unit), Arrays.copyOf(content, Math.max(16, content.length)));
            units.writeBytes(cipher);
            tags.writeBytes(gmac(place, unit, cipher));
        }
        return join(units.toByteArray(), tags.toByteArray(), header, root(place, header, tags.toByteArray()));
    }

    @Override
    public byte[] open(Place place, byte[] file) {
        require(!has(Guard.FORM) || file.length >= TRAILER);
        byte[] header = Arrays.copyOfRange(file, file.length - TRAILER, file.length - 32);
        ByteBuffer in = ByteBuffer.wrap(header);
        long content = in.getLong(32);
        if (has(Guard.FORM)) {
            require(in.getInt(0) == 0x534B5347 && in.getInt(4) == 0x030C0000 && in.getInt(12) == 0);
            require(in.getInt(8) == ProductCodecs.EPOCH && content >= 0 && content <= file.length);
        } else if (content < 0 || content > file.length) {
            throw new IllegalStateException("a length that was believed");
        }
        int units = Math.toIntExact((content + UNIT - 1) / UNIT);
        int rest = (int) (content % UNIT);
        int unitBytes = (int) (rest == 0 || rest >= 16 ? content : content - rest + 16);
        require(!has(Guard.FORM) || unitBytes + units * 16L + TRAILER == file.length);
        byte[] id = Arrays.copyOfRange(header, 16, 32);
        require(!has(Guard.GROUP) || Arrays.equals(id, place.groupId().bytes()));
        byte[] tags = Arrays.copyOfRange(file, unitBytes, unitBytes + units * 16);
        compare(root(place, header, tags), Arrays.copyOfRange(file, file.length - 32, file.length));
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        for (int unit = 0; unit < units; unit++) {
            byte[] cipher = Arrays.copyOfRange(file, unit * UNIT, Math.min(unitBytes, (unit + 1) * UNIT));
            byte[] tag = Arrays.copyOfRange(tags, unit * 16, unit * 16 + 16);
            require(!has(Guard.UNIT_TAG) || Arrays.equals(tag, gmac(place, unit, cipher)));
            plain.writeBytes(xts(unitKey(place), false, littleEndian(unit), cipher));
        }
        return Arrays.copyOf(plain.toByteArray(), Math.toIntExact(content));
    }

    private static byte[] header(Place place, int length) {
        return ByteBuffer.allocate(40)
                .putInt(0x534B5347)
                .putInt(0x030C0000)
                .putInt(ProductCodecs.EPOCH)
                .putInt(0)
                .put(place.groupId().bytes())
                .putLong(length)
                .array();
    }

    private byte[] root(Place place, byte[] header, byte[] tags) {
        byte[] context = parts("sekisho/1 segment")
                .text(Guard.REGION, place.region().name())
                .part(Guard.CUSTOMER, place.customer().bytes())
                .part(Guard.GROUP, place.groupId().bytes())
                .part(Guard.VERSION, eight(place.version()))
                .part(Guard.HEADER, header)
                .bytes();
        return hmac(expand(macKey(), info("sekisho/1 segment root", place), 32), context, tags);
    }

    private byte[] unitKey(Place place) {
        return expand(hmac(ProductCodecs.SALT, encryptionKey()), info("sekisho/1 segment xts", place), 64);
    }

    private byte[] info(String purpose, Place place) {
        return parts(purpose).part(Guard.GROUP, place.groupId().bytes()).bytes();
    }

    private byte[] gmac(Place place, int unit, byte[] cipher) {
        try {
            byte[] key = expand(macKey(), info("sekisho/1 segment tags", place), 32);
            Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
            byte[] nonce = ByteBuffer.allocate(12).putInt(0).putLong(unit).array();
            gcm.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
            gcm.updateAAD(cipher);
            return gcm.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}

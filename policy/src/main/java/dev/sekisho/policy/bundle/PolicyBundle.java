package dev.sekisho.policy.bundle;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.BundleHash;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What gateways get: the rules in canonical form, and the hashes of the category lists they were published with. It holds
 * nobody's name (people are tokens) and no comment.
 *
 * <p>Content: the line {@code sekisho-policy-bundle 1}; the number of lists as a 32-bit integer, then of each the name and the
 * hash; then the rules. Texts are UTF-8 after their length as a 32-bit integer, all big-endian. Signed form: the length of the
 * signature as a 32-bit integer, the signature over the content, the content.
 *
 * @param rules the document in canonical JSON: it compiles to the same policy, and equal rules give equal text
 * @param lists SHA-256 in hexadecimal of each category list, by its name
 */
public record PolicyBundle(String rules, SortedMap<String, String> lists) {
    private static final String MAGIC = "sekisho-policy-bundle 1\n";
    private static final int SIGNATURE_BYTES_MAX = 1024;
    private static final int LISTS_MAX = 10_000;

    /** Keeps its own copy. */
    public PolicyBundle {
        lists = Collections.unmodifiableSortedMap(new TreeMap<>(lists));
    }

    /** SHA-256 over the content. */
    public BundleHash hash() {
        try {
            return BundleHash.of(MessageDigest.getInstance("SHA-256").digest(content()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The signed form. */
    public byte[] sign(BundleSigner signer) {
        byte[] content = content();
        byte[] signature = signer.sign(content);
        return ByteBuffer.allocate(4 + signature.length + content.length)
                .putInt(signature.length)
                .put(signature)
                .put(content)
                .array();
    }

    /**
     * Reads what {@link #sign} wrote.
     *
     * @throws SekishoException {@code POLICY_INVALID} if the signature does not hold or the form is not this one; nothing of it
     *     is used
     */
    public static PolicyBundle read(byte[] signed, BundleSigner signer) {
        try {
            ByteBuffer in = ByteBuffer.wrap(signed);
            byte[] signature = bytes(in, SIGNATURE_BYTES_MAX);
            byte[] content = new byte[in.remaining()];
            in.get(content);
            if (!signer.verify(content, signature)) {
                throw damaged("its signature does not hold");
            }
            return parse(ByteBuffer.wrap(content));
        } catch (BufferUnderflowException e) {
            throw damaged("it ends too early");
        }
    }

    private byte[] content() {
        byte[] magic = MAGIC.getBytes(StandardCharsets.US_ASCII);
        byte[] text = rules.getBytes(StandardCharsets.UTF_8);
        int length = magic.length + 4 + 4 + text.length;
        for (Map.Entry<String, String> list : lists.entrySet()) {
            length += 8 + utf8(list.getKey()).length + utf8(list.getValue()).length;
        }
        ByteBuffer out = ByteBuffer.allocate(length).put(magic).putInt(lists.size());
        for (Map.Entry<String, String> list : lists.entrySet()) {
            byte[] name = utf8(list.getKey());
            byte[] hash = utf8(list.getValue());
            out.putInt(name.length).put(name).putInt(hash.length).put(hash);
        }
        return out.putInt(text.length).put(text).array();
    }

    private static PolicyBundle parse(ByteBuffer in) {
        byte[] magic = new byte[MAGIC.length()];
        in.get(magic);
        if (!MAGIC.equals(new String(magic, StandardCharsets.US_ASCII))) {
            throw damaged("it is of another version");
        }
        int count = in.getInt();
        if (count < 0 || count > LISTS_MAX) {
            throw damaged("it names too many lists");
        }
        SortedMap<String, String> lists = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            String name = text(in);
            lists.put(name, text(in));
        }
        String rules = text(in);
        if (in.hasRemaining()) {
            throw damaged("something follows its end");
        }
        return new PolicyBundle(rules, lists);
    }

    private static byte[] bytes(ByteBuffer in, int max) {
        int length = in.getInt();
        if (length < 0 || length > Math.min(max, in.remaining())) {
            throw damaged("a length in it is wrong");
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static String text(ByteBuffer in) {
        return new String(bytes(in, Integer.MAX_VALUE), StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static SekishoException damaged(String why) {
        return new SekishoException(ErrorCode.POLICY_INVALID, "The policy bundle was refused: " + why + ".");
    }
}

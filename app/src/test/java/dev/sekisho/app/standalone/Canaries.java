package dev.sekisho.app.standalone;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Looks for canaries in every byte below a folder, and in every Zstandard frame (RFC 8878) of it: as they are, in upper case, in
 * UTF-16 of both orders, in hexadecimal, in base64 at each alignment, and backwards. All begin with one mark, after which eight
 * characters tell them apart.
 */
final class Canaries {
    /** Characters after the mark. */
    static final int SUFFIX = 8;

    private static final byte[] ZSTD_MAGIC = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};
    private final String mark;

    Canaries(String mark) {
        this.mark = mark;
    }

    /** Every canary that is there, by its suffix. */
    Set<String> below(Path folder) throws IOException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                byte[] content = Files.readAllBytes(file);
                in(content, found);
                for (int at = indexOf(content, ZSTD_MAGIC, 0); at >= 0; at = indexOf(content, ZSTD_MAGIC, at + 1)) {
                    inflate(content, at).ifPresent(page -> in(page, found));
                }
            }
        }
        return found;
    }

    /** Adds those in some bytes. */
    void in(byte[] content, Set<String> found) {
        plain(content, found);
        for (int first = 0; first < 2; first++) {
            plain(everyOther(content, first), found);
        }
        byte[] backwards = new byte[content.length];
        for (int i = 0; i < content.length; i++) {
            backwards[i] = content[content.length - 1 - i];
        }
        plain(backwards, found);
        HexFormat hex = HexFormat.of();
        for (HexFormat format : new HexFormat[] {hex, hex.withUpperCase()}) {
            byte[] pattern = format.formatHex(bytes(mark)).getBytes(StandardCharsets.US_ASCII);
            each(content, pattern, at -> {
                int from = at + pattern.length;
                if (from + 2 * SUFFIX <= content.length) {
                    String digits = new String(content, from, 2 * SUFFIX, StandardCharsets.ISO_8859_1);
                    if (digits.matches("[0-9a-fA-F]+")) {
                        found.add(new String(HexFormat.of().parseHex(digits), StandardCharsets.ISO_8859_1));
                    }
                }
            });
        }
        for (int shift = 0; shift < 3; shift++) {
            base64(content, shift, found);
        }
    }

    private void base64(byte[] content, int shift, Set<String> found) {
        byte[] shifted = new byte[mark.length() + shift];
        System.arraycopy(bytes(mark), 0, shifted, shift, mark.length());
        byte[] text = Base64.getEncoder().withoutPadding().encode(shifted);
        int from = shift == 0 ? 0 : shift + 1;
        byte[] pattern = Arrays.copyOfRange(text, from, text.length - (shifted.length % 3 == 0 ? 0 : 1));
        each(content, pattern, at -> {
            int start = at - from;
            int length = (shifted.length + SUFFIX) / 3 * 4 + 4;
            if (start >= 0 && start + length <= content.length) {
                String letters = new String(content, start, length, StandardCharsets.ISO_8859_1);
                if (letters.matches("[A-Za-z0-9+/]+")) {
                    String decoded = new String(Base64.getDecoder().decode(letters), StandardCharsets.ISO_8859_1);
                    found.add(decoded.substring(shifted.length, shifted.length + SUFFIX));
                }
            }
        });
    }

    private void plain(byte[] content, Set<String> found) {
        for (String spelling : new String[] {mark, mark.toUpperCase(Locale.ROOT)}) {
            byte[] pattern = bytes(spelling);
            each(content, pattern, at -> {
                if (at + pattern.length + SUFFIX <= content.length) {
                    found.add(new String(content, at + pattern.length, SUFFIX, StandardCharsets.ISO_8859_1)
                            .toLowerCase(Locale.ROOT));
                }
            });
        }
    }

    private static byte[] everyOther(byte[] content, int first) {
        byte[] half = new byte[(content.length - first + 1) / 2];
        for (int i = 0; i < half.length; i++) {
            half[i] = content[first + 2 * i];
        }
        return half;
    }

    private static Optional<byte[]> inflate(byte[] content, int from) {
        try {
            long size = Zstd.getFrameContentSize(content, from, content.length - from);
            int length = Math.toIntExact(Zstd.findFrameCompressedSize(content, from, content.length - from));
            byte[] page = new byte[Math.toIntExact(Math.max(0, size))];
            Zstd.decompressByteArray(page, 0, page.length, content, from, length);
            return Optional.of(page);
        } catch (ZstdException | ArithmeticException notAFrame) {
            return Optional.empty();
        }
    }

    private static void each(byte[] content, byte[] pattern, java.util.function.IntConsumer found) {
        for (int at = indexOf(content, pattern, 0); at >= 0; at = indexOf(content, pattern, at + 1)) {
            found.accept(at);
        }
    }

    private static int indexOf(byte[] content, byte[] pattern, int from) {
        byte first = pattern[0];
        for (int at = from; at <= content.length - pattern.length; at++) {
            if (content[at] == first && Arrays.equals(content, at, at + pattern.length, pattern, 0, pattern.length)) {
                return at;
            }
        }
        return -1;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

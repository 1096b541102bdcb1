package dev.sekisho.app.running;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Looks for planted texts in every byte below some folders: as they are, in hexadecimal (both cases), in base64 at each of the
 * three alignments, in UTF-16 of both orders, and reversed in case. All canaries share a prefix, so that one pass suffices.
 */
final class ByteScan {
    private final Map<String, byte[]> spellings = new TreeMap<>();

    /** {@code mark} is the prefix that all canaries share: at least eight characters that occur nowhere else. */
    ByteScan(String mark) {
        byte[] plain = mark.getBytes(StandardCharsets.UTF_8);
        spellings.put("plain", plain);
        spellings.put("upper case", mark.toUpperCase(java.util.Locale.ROOT).getBytes(StandardCharsets.UTF_8));
        spellings.put("hexadecimal", HexFormat.of().formatHex(plain).getBytes(StandardCharsets.US_ASCII));
        spellings.put(
                "upper-case hexadecimal",
                HexFormat.of().withUpperCase().formatHex(plain).getBytes(StandardCharsets.US_ASCII));
        spellings.put("UTF-16LE", mark.getBytes(StandardCharsets.UTF_16LE));
        spellings.put("UTF-16BE", mark.getBytes(StandardCharsets.UTF_16BE));
        for (int shift = 0; shift < 3; shift++) {
            spellings.put("base64 at " + shift, base64(plain, shift));
        }
    }

    /** Every hit as {@code file: spelling}. */
    List<String> hits(Path... folders) throws IOException {
        List<String> hits = new ArrayList<>();
        for (Path folder : folders) {
            try (Stream<Path> walk = Files.walk(folder)) {
                for (Path file : walk.filter(Files::isRegularFile).toList()) {
                    byte[] content = Files.readAllBytes(file);
                    spellings.forEach((name, pattern) -> {
                        if (indexOf(content, pattern, 0) >= 0) {
                            hits.add(folder.relativize(file) + ": " + name);
                        }
                    });
                }
            }
        }
        return hits;
    }

    private static byte[] base64(byte[] plain, int shift) {
        byte[] shifted = new byte[plain.length + shift];
        System.arraycopy(plain, 0, shifted, shift, plain.length);
        byte[] text = Base64.getEncoder().withoutPadding().encode(shifted);
        int from = shift == 0 ? 0 : shift + 1;
        int to = text.length - (shifted.length % 3 == 0 ? 0 : 1);
        return java.util.Arrays.copyOfRange(text, from, to);
    }

    private static int indexOf(byte[] content, byte[] pattern, int from) {
        byte first = pattern[0];
        for (int at = from; at <= content.length - pattern.length; at++) {
            if (content[at] == first
                    && java.util.Arrays.equals(content, at, at + pattern.length, pattern, 0, pattern.length)) {
                return at;
            }
        }
        return -1;
    }
}

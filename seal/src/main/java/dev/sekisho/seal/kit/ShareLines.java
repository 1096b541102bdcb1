package dev.sekisho.seal.kit;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.seal.codec.Info;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bytes as numbered lines that people copy by hand: 15 bytes a line in Crockford's base 32 (no I, L, O, U), in groups of four, and
 * a last group that checks the line and its number. Whoever types may use small letters, full-width characters, other spaces and
 * hyphens, O for zero, and I or L for one; lines may come in any order, with other text around them.
 */
final class ShareLines {
    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LINE_BYTES = 15;
    private static final int CHECK_CHARS = 4;
    private static final int MAX_TEXT_CHARS = 64 << 10;
    private static final Pattern LINE = Pattern.compile("\\s*([0-9OIL]{1,2})\\s*[:.]\\s*([0-9A-Z\\s-]*)");

    private ShareLines() {}

    static String print(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (int line = 1; (line - 1) * LINE_BYTES < bytes.length; line++) {
            byte[] part = Arrays.copyOfRange(bytes, (line - 1) * LINE_BYTES, Math.min(bytes.length, line * LINE_BYTES));
            text.append("%02d:".formatted(line));
            String characters = encode(part);
            for (int at = 0; at < characters.length(); at += 4) {
                text.append(' ').append(characters, at, Math.min(characters.length(), at + 4));
            }
            text.append(" - ").append(check(line, part)).append('\n');
        }
        return text.toString();
    }

    /**
     * Reads what {@link #print} printed.
     *
     * @throws SekishoException {@code RECOVERY_KIT_INVALID}, naming the line
     */
    static byte[] read(String text) {
        if (text.length() > MAX_TEXT_CHARS) {
            throw invalid("The text is too long to be a share of a recovery kit.");
        }
        Map<Integer, byte[]> lines = new TreeMap<>();
        Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toUpperCase(Locale.ROOT)
                .replaceAll("[\\u2010-\\u2015\\u2212\\u30FC]", "-")
                .lines()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .forEach(match -> add(lines, Integer.parseInt(alike(match.group(1))), match.group(2)));
        byte[] first = lines.get(1);
        if (first == null) {
            throw missing(1);
        }
        int length;
        try {
            length = ShareCodec.lengthIn(first);
        } catch (IllegalArgumentException e) {
            throw invalid("Line 1 is not the first line of a share of a recovery kit of Sekisho.");
        }
        int last = (length + LINE_BYTES - 1) / LINE_BYTES;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int line = 1; line <= last; line++) {
            byte[] part = lines.get(line);
            if (part == null) {
                throw missing(line);
            }
            if (part.length != Math.min(LINE_BYTES, length - (line - 1) * LINE_BYTES)) {
                throw mistyped(line);
            }
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }

    private static void add(Map<Integer, byte[]> lines, int line, String typed) {
        String characters = alike(typed.replaceAll("[\\s-]", ""));
        int end = characters.length() - CHECK_CHARS;
        if (end < 1) {
            throw mistyped(line);
        }
        byte[] part = decode(line, characters.substring(0, end));
        if (!check(line, part).equals(characters.substring(end))) {
            throw mistyped(line);
        }
        byte[] before = lines.putIfAbsent(line, part);
        if (before != null && !Arrays.equals(before, part)) {
            throw invalid("Line " + line + " is there twice, with different characters: type one share at a time.");
        }
    }

    private static String alike(String typed) {
        return typed.replace('O', '0').replace('I', '1').replace('L', '1');
    }

    private static String encode(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        int held = 0;
        int bits = 0;
        for (byte next : bytes) {
            held = (held << 8) | (next & 0xFF);
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                text.append(DIGITS.charAt((held >> bits) & 31));
            }
            held &= (1 << bits) - 1;
        }
        if (bits > 0) {
            text.append(DIGITS.charAt((held << (5 - bits)) & 31));
        }
        return text.toString();
    }

    private static byte[] decode(int line, String characters) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int held = 0;
        int bits = 0;
        for (int at = 0; at < characters.length(); at++) {
            int digit = DIGITS.indexOf(characters.charAt(at));
            if (digit < 0) {
                throw mistyped(line);
            }
            held = (held << 5) | digit;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes.write(held >> bits);
                held &= (1 << bits) - 1;
            }
        }
        if (bits >= 5 || held != 0) {
            throw mistyped(line);
        }
        return bytes.toByteArray();
    }

    /** 20 bits over the line and its number: one typing error in a million lines goes unseen here, and the share's own check is there still. */
    private static String check(int line, byte[] part) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(Info.of("sekisho/1 kit line").number(line).part(part).bytes());
            return encode(digest.digest()).substring(0, CHECK_CHARS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK offers no SHA-256", e);
        }
    }

    private static SekishoException missing(int line) {
        return invalid("Line " + line + " of the share is missing; type every numbered line, with its number.");
    }

    private static SekishoException mistyped(int line) {
        return invalid(
                "Line " + line + " of the share is mistyped; compare it with the paper, character by character.");
    }

    static SekishoException invalid(String text) {
        return new SekishoException(ErrorCode.RECOVERY_KIT_INVALID, text);
    }
}

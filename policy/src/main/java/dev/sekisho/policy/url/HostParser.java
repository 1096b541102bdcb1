package dev.sekisho.policy.url;

import com.ibm.icu.text.IDNA;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;

/**
 * The host parser of the WHATWG URL standard (section 3.5) for special schemes, stricter in three places: labels are 1 to 63
 * characters, a name is at most 253 (RFC 1035 section 2.3.4), and one trailing dot is dropped.
 */
final class HostParser {
    /** The longest spelling that is looked at; every character of a 253-character name may be percent-encoded UTF-8. */
    static final int SPELLED_CHARS_MAX = 4096;

    private static final int NAME_CHARS_MAX = 253;
    private static final int LABEL_CHARS_MAX = 63;
    private static final String FORBIDDEN = " #/:<>?@[\\]^|%";
    private static final IDNA UTS46 = IDNA.getUTS46Instance(
            IDNA.CHECK_BIDI | IDNA.CHECK_CONTEXTJ | IDNA.NONTRANSITIONAL_TO_ASCII | IDNA.NONTRANSITIONAL_TO_UNICODE);
    /** What the standard switches off (CheckHyphens, VerifyDnsLength); lengths are checked here, for every name alike. */
    private static final Set<IDNA.Error> TOLERATED = EnumSet.of(
            IDNA.Error.LEADING_HYPHEN,
            IDNA.Error.TRAILING_HYPHEN,
            IDNA.Error.HYPHEN_3_4,
            IDNA.Error.EMPTY_LABEL,
            IDNA.Error.LABEL_TOO_LONG,
            IDNA.Error.DOMAIN_NAME_TOO_LONG);

    private HostParser() {}

    static Host parse(String spelled) {
        if (spelled.length() > SPELLED_CHARS_MAX) {
            throw bad("is longer than " + SPELLED_CHARS_MAX + " characters");
        }
        if (spelled.startsWith("[")) {
            if (!spelled.endsWith("]")) {
                throw bad("has no closing bracket");
            }
            return new Host.Address(ipv6(spelled.substring(1, spelled.length() - 1)));
        }
        String ascii = toAscii(spelled.indexOf('%') < 0 ? spelled : percentDecode(spelled));
        if (ascii.endsWith(".")) {
            ascii = ascii.substring(0, ascii.length() - 1);
        }
        if (ascii.isEmpty()) {
            throw bad("is empty");
        }
        if (endsInNumber(ascii)) {
            return new Host.Address(Addresses.plain(ipv4(ascii)));
        }
        return new Host.Name(checkLengths(ascii));
    }

    private static String toAscii(String domain) {
        boolean plain = true;
        boolean upper = false;
        for (int i = 0; i < domain.length(); i++) {
            char c = domain.charAt(i);
            if (c >= 0x80) {
                plain = false;
            } else if (c < 0x20 || c == 0x7f || FORBIDDEN.indexOf(c) >= 0) {
                throw bad("holds a character that no host has");
            }
            upper |= c >= 'A' && c <= 'Z';
        }
        if (plain) {
            String lower = upper ? asciiLower(domain) : domain;
            if (!hasPunycode(lower)) {
                return lower;
            }
        }
        IDNA.Info info = new IDNA.Info();
        StringBuilder ascii = new StringBuilder();
        UTS46.nameToASCII(domain, ascii, info);
        if (!TOLERATED.containsAll(info.getErrors())) {
            throw bad("is not a valid internationalised name");
        }
        for (int i = 0; i < ascii.length(); i++) {
            char c = ascii.charAt(i);
            if (c <= 0x20 || c >= 0x7f || FORBIDDEN.indexOf(c) >= 0) {
                throw bad("holds a character that no host has");
            }
        }
        return ascii.toString();
    }

    private static boolean hasPunycode(String lower) {
        return lower.startsWith("xn--") || lower.contains(".xn--");
    }

    private static String asciiLower(String text) {
        char[] chars = text.toCharArray();
        for (int i = 0; i < chars.length; i++) {
            if (chars[i] >= 'A' && chars[i] <= 'Z') {
                chars[i] += 'a' - 'A';
            }
        }
        return new String(chars);
    }

    private static String percentDecode(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < utf8.length; i++) {
            if (utf8[i] == '%'
                    && i + 2 < utf8.length
                    && HexFormat.isHexDigit(utf8[i + 1])
                    && HexFormat.isHexDigit(utf8[i + 2])) {
                bytes.write(HexFormat.fromHexDigit(utf8[i + 1]) << 4 | HexFormat.fromHexDigit(utf8[i + 2]));
                i += 2;
            } else {
                bytes.write(utf8[i]);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw bad("is not UTF-8");
        }
    }

    private static String checkLengths(String name) {
        if (name.length() > NAME_CHARS_MAX) {
            throw bad("is longer than " + NAME_CHARS_MAX + " characters");
        }
        int start = 0;
        for (int i = 0; i <= name.length(); i++) {
            if (i == name.length() || name.charAt(i) == '.') {
                if (i == start || i - start > LABEL_CHARS_MAX) {
                    throw bad("has a label that is empty or longer than " + LABEL_CHARS_MAX + " characters");
                }
                start = i + 1;
            }
        }
        return name;
    }

    /** "Ends in a number" of the standard; the trailing dot is gone already. */
    private static boolean endsInNumber(String name) {
        String last = name.substring(name.lastIndexOf('.') + 1);
        if (last.isEmpty()) {
            return false;
        }
        boolean digits = true;
        for (int i = 0; i < last.length(); i++) {
            digits &= last.charAt(i) >= '0' && last.charAt(i) <= '9';
        }
        return digits || (last.startsWith("0x") && isHex(last, 2));
    }

    /** The IPv4 parser of the standard: one to four parts, each decimal, octal (0…) or hexadecimal (0x…). */
    private static byte[] ipv4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length > 4) {
            throw bad("ends in a number but is not an IPv4 address");
        }
        long value = 0;
        for (int i = 0; i < parts.length; i++) {
            long part = number(parts[i]);
            boolean last = i == parts.length - 1;
            long limit = last ? 1L << (8 * (5 - parts.length)) : 256;
            if (part >= limit) {
                throw bad("ends in a number but is not an IPv4 address");
            }
            value |= last ? part : part << (8 * (3 - i));
        }
        return new byte[] {(byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value};
    }

    private static long number(String part) {
        String digits = part;
        int radix = 10;
        if (part.startsWith("0x")) {
            digits = part.substring(2);
            radix = 16;
        } else if (part.length() > 1 && part.startsWith("0")) {
            digits = part.substring(1);
            radix = 8;
        }
        if (part.isEmpty() || !isHex(digits, 0)) {
            throw bad("ends in a number but is not an IPv4 address");
        }
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = HexFormat.fromHexDigit(digits.charAt(i));
            value = value * radix + digit;
            if (digit >= radix || value > 0xffff_ffffL) {
                throw bad("ends in a number but is not an IPv4 address");
            }
        }
        return value;
    }

    private static boolean isHex(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (!HexFormat.isHexDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static InetAddress ipv6(String text) {
        int v4 = text.lastIndexOf(':') + 1;
        boolean dotted = text.indexOf('.') >= 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean allowed =
                    c == ':' || (dotted && i >= v4 ? c == '.' || Character.digit(c, 10) >= 0 : HexFormat.isHexDigit(c));
            boolean leadingZero = dotted
                    && i >= v4
                    && c == '0'
                    && (i == v4 || text.charAt(i - 1) == '.')
                    && i + 1 < text.length()
                    && text.charAt(i + 1) != '.';
            if (!allowed || c >= 0x80 || leadingZero) {
                throw bad("is not an IPv6 address");
            }
        }
        if (text.indexOf(':') < 0) {
            throw bad("is not an IPv6 address");
        }
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            throw bad("is not an IPv6 address");
        }
    }

    /** The message never repeats the host: it may be what somebody visits. */
    private static SekishoException bad(String why) {
        return new SekishoException(ErrorCode.BAD_REQUEST, "The host " + why + ".");
    }
}

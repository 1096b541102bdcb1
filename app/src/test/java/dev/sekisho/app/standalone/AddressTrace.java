package dev.sekisho.app.standalone;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for the client addresses {@code 127.77.x.y}: as text (also in UTF-16 and backwards), as the sixteen bytes of an IPv6
 * address that holds one (RFC 4291 section 2.5.5.2), in hexadecimal of both; and as four bytes, which come about by chance too and
 * are told apart as {@code m}. A network's address, {@code 127.77.x.0}, is none.
 */
final class AddressTrace implements Canaries.Trace {
    private static final byte[] TEXT = "127.77.".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern REST = Pattern.compile("^([0-9]{1,3})\\.([0-9]{1,3})(?![0-9])");
    private static final Pattern HEX = Pattern.compile("(?i)(ffff:?)?7f4d:?([0-9a-f]{2})([0-9a-f]{2})");
    private static final int REST_MAX = 8;
    private static final int[] STEPS = {1, -1, 2, -2};
    private final int settings;
    private final int connections;

    /** Addresses of so many settings (x from one) and connections (y from one). */
    AddressTrace(int settings, int connections) {
        this.settings = settings;
        this.connections = connections;
    }

    static String address(int setting, int connection) {
        return "127.77.%d.%d".formatted(setting + 1, connection + 1);
    }

    @Override
    public void in(byte[] content, Consumer<String> found) {
        for (int at = 0; at < content.length; at++) {
            switch (content[at]) {
                case '1' -> text(content, at, found);
                case 0x7f -> {
                    bytes(content, at, 1, found);
                    bytes(content, at, -1, found);
                }
                case '7' -> hex(content, at, found);
                default -> {}
            }
        }
    }

    private void text(byte[] content, int from, Consumer<String> found) {
        for (int step : STEPS) {
            boolean same = true;
            for (int i = 0; same && i < TEXT.length; i++) {
                same = at(content, from + i * step) == TEXT[i];
            }
            if (same) {
                StringBuilder rest = new StringBuilder();
                for (int i = TEXT.length; i < TEXT.length + REST_MAX; i++) {
                    rest.append((char) at(content, from + i * step));
                }
                Matcher read = REST.matcher(rest);
                if (read.find()) {
                    tell('n', Integer.parseInt(read.group(1)), Integer.parseInt(read.group(2)), found);
                }
            }
        }
    }

    private void bytes(byte[] content, int from, int step, Consumer<String> found) {
        if (at(content, from + step) == 0x4d) {
            boolean mapped = at(content, from - step) == 0xff && at(content, from - 2 * step) == 0xff;
            tell(mapped ? 'n' : 'm', at(content, from + 2 * step), at(content, from + 3 * step), found);
        }
    }

    private void hex(byte[] content, int at, Consumer<String> found) {
        if ((at(content, at + 1) | 0x20) == 'f' && at(content, at + 2) == '4' && (at(content, at + 3) | 0x20) == 'd') {
            int from = Math.max(0, at - 5);
            String around =
                    new String(content, from, Math.min(content.length, at + 9) - from, StandardCharsets.ISO_8859_1);
            Matcher read = HEX.matcher(around);
            if (read.find()) {
                tell(
                        read.group(1) == null ? 'm' : 'n',
                        Integer.parseInt(read.group(2), 16),
                        Integer.parseInt(read.group(3), 16),
                        found);
            }
        }
    }

    private void tell(char letter, int x, int y, Consumer<String> found) {
        if (x >= 1 && x <= settings && y >= 1 && y <= connections) {
            found.accept("%02d%c%05d".formatted(x - 1, letter, y - 1));
        }
    }

    private static int at(byte[] content, int at) {
        return at >= 0 && at < content.length ? content[at] & 0xff : -1;
    }
}

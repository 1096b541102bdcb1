package dev.sekisho.app.standalone;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/**
 * Looks for canaries in every byte: as they are and in the other case, in UTF-16 of both orders, torn by the control bytes of
 * PostgreSQL's own compression, all of that backwards as well; and, three layers deep, in whatever is hexadecimal, base64 of
 * either alphabet at any alignment, percent-encoded, or in a frame that {@link Frames} unpacks. All canaries begin with one mark,
 * after which eight characters tell them apart.
 */
final class Canaries {
    /** Characters after the mark. */
    static final int SUFFIX = 8;

    private static final int LAYERS = 3;

    /** A literal of PostgreSQL's compression (pglz) stands in groups of eight behind a control byte. */
    private static final int GROUP = 8;

    /** From one character to the next: bytes, UTF-16, and both backwards. */
    private static final int[] STEPS = {1, -1, 2, -2};

    private final byte[] mark;
    private final int base64Least;
    private final int hexLeast;

    private final List<Trace> traces;

    Canaries(String mark, Trace... traces) {
        this.traces = List.of(traces);
        this.mark = mark.getBytes(StandardCharsets.US_ASCII);
        int length = mark.length() + SUFFIX;
        this.hexLeast = 2 * length;
        this.base64Least = length * 4 / 3;
    }

    /** Something else to look for in each layer, told as a canary's suffix. */
    @FunctionalInterface
    interface Trace {
        void in(byte[] content, Consumer<String> found);
    }

    /** Every canary below a folder, by its suffix. */
    Set<String> below(Path folder) throws IOException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                in(Files.readAllBytes(file), found::add);
            }
        }
        return found;
    }

    /** Those in some bytes; the same may be given more than once. */
    void in(byte[] content, Consumer<String> found) {
        Frames.unframed(content, plain -> layer(plain, LAYERS - 1, found));
        layer(content, LAYERS, found);
    }

    private void layer(byte[] content, int layers, Consumer<String> found) {
        plain(content, found);
        traces.forEach(trace -> trace.in(content, found));
        if (layers > 0) {
            Consumer<byte[]> below = plain -> layer(plain, layers - 1, found);
            runs(content, base64Least, Canaries::base64, run -> decodeBase64(run, below));
            runs(content, hexLeast, Canaries::hex, run -> decodeHex(run, below));
            runs(content, mark.length + SUFFIX, Canaries::percent, run -> decodePercent(run, below));
            Frames.in(content, below);
        }
    }

    private void plain(byte[] content, Consumer<String> found) {
        int last = content.length;
        for (int at = 0; at < last; at++) {
            if ((content[at] | 0x20) == (mark[0] | 0x20)) {
                for (int step : STEPS) {
                    int next = at + step;
                    if (next >= 0 && next < last && same(content[next], mark[1])) {
                        take(content, at, step, 0, found);
                    }
                }
                for (int gap = 1; gap <= GROUP; gap++) {
                    take(content, at, 1, gap, found);
                }
            }
        }
    }

    /** Reads what begins here: every {@code step}th byte, and from the {@code gap}th on without every ninth. */
    private void take(byte[] content, int from, int step, int gap, Consumer<String> found) {
        byte[] suffix = new byte[SUFFIX];
        for (int i = 0; i < mark.length + SUFFIX; i++) {
            int torn = gap == 0 || i < gap ? 0 : 1 + (i - gap) / GROUP;
            int at = from + (i + torn) * step;
            if (at < 0 || at >= content.length || (i < mark.length && !same(content[at], mark[i]))) {
                return;
            }
            if (i >= mark.length) {
                suffix[i - mark.length] = content[at];
            }
        }
        found.accept(new String(suffix, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT));
    }

    private static boolean same(byte one, byte other) {
        return one == other || ((one ^ other) == 0x20 && Character.isLetter(one));
    }

    /** Every run of at least so many bytes of a kind, and the same backwards. */
    private static void runs(byte[] content, int least, IntPredicate kind, Consumer<byte[]> run) {
        int from = 0;
        for (int at = 0; at <= content.length; at++) {
            if (at == content.length || !kind.test(content[at])) {
                if (at - from >= least) {
                    byte[] found = Arrays.copyOfRange(content, from, at);
                    run.accept(found);
                    byte[] backwards = new byte[found.length];
                    for (int i = 0; i < found.length; i++) {
                        backwards[i] = found[found.length - 1 - i];
                    }
                    run.accept(backwards);
                }
                from = at + 1;
            }
        }
    }

    private static void decodeBase64(byte[] run, Consumer<byte[]> decoded) {
        byte[] letters = new byte[run.length];
        for (int i = 0; i < run.length; i++) {
            letters[i] = run[i] == '-' ? (byte) '+' : run[i] == '_' ? (byte) '/' : run[i];
        }
        for (int shift = 0; shift < 4; shift++) {
            int length = letters.length - shift;
            int whole = length % 4 == 1 ? length - 1 : length;
            decoded.accept(Base64.getDecoder().decode(Arrays.copyOfRange(letters, shift, shift + whole)));
        }
    }

    private static void decodeHex(byte[] run, Consumer<byte[]> decoded) {
        for (int shift = 0; shift < 2; shift++) {
            byte[] bytes = new byte[(run.length - shift) / 2];
            for (int i = 0; i < bytes.length; i++) {
                int at = shift + 2 * i;
                bytes[i] = (byte) (Character.digit(run[at], 16) << 4 | Character.digit(run[at + 1], 16));
            }
            decoded.accept(bytes);
        }
    }

    private static void decodePercent(byte[] run, Consumer<byte[]> decoded) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream(run.length);
        boolean any = false;
        for (int at = 0; at < run.length; at++) {
            if (run[at] == '%' && at + 2 < run.length && hex(run[at + 1]) && hex(run[at + 2])) {
                plain.write(Character.digit(run[at + 1], 16) << 4 | Character.digit(run[at + 2], 16));
                at += 2;
                any = true;
            } else {
                plain.write(run[at]);
            }
        }
        if (any) {
            decoded.accept(plain.toByteArray());
        }
    }

    private static boolean hex(int c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    private static boolean alphanumeric(int c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean base64(int c) {
        return alphanumeric(c) || c == '+' || c == '/' || c == '-' || c == '_';
    }

    /** Whatever may stand in a percent-encoded word (RFC 3986 section 2). */
    private static boolean percent(int c) {
        return alphanumeric(c) || c == '%' || c == '-' || c == '.' || c == '_' || c == '~' || c == '/' || c == '=';
    }
}

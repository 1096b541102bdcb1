package dev.sekisho.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.sekisho.gateway.http.BadMessage.Fault;
import io.netty.buffer.ByteBuf;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The fields of one message, as slices of the bytes that came: checked, but neither copied nor put into strings until
 * somebody asks. Names keep their case and order.
 */
public final class Fields {
    /** No fields. */
    public static final Fields NONE = new Fields(new byte[0], new int[0], new Known[0], 0);

    private static final int SPAN = 4;
    private final byte[] data;
    private final int[] spans;
    private final Known[] known;
    private final int count;

    private Fields(byte[] data, int[] spans, Known[] known, int count) {
        this.data = data;
        this.spans = spans;
        this.known = known;
        this.count = count;
    }

    /**
     * Reads field lines.
     *
     * @param data the bytes
     * @param from where the first field line starts
     * @param to the end of the last field line, its CRLF included
     */
    static Fields parse(byte[] data, int from, int to, int fieldsMax) throws BadMessage {
        int[] spans = new int[16 * SPAN];
        Known[] known = new Known[16];
        int count = 0;
        int at = from;
        while (at < to) {
            if (count == fieldsMax) {
                throw new BadMessage(Fault.TOO_MANY_FIELDS);
            }
            if (count == known.length) {
                spans = java.util.Arrays.copyOf(spans, spans.length * 2);
                known = java.util.Arrays.copyOf(known, known.length * 2);
            }
            at = line(data, at, to, spans, count * SPAN);
            known[count] = Known.of(data, spans[count * SPAN], spans[count * SPAN + 1]);
            count++;
        }
        return new Fields(data, spans, known, count);
    }

    /** Reads one line into {@code spans[at..at+3]} (name start, name end, value start, value end); returns the next line's start. */
    private static int line(byte[] data, int start, int to, int[] spans, int at) throws BadMessage {
        int i = start;
        if (data[i] == ' ' || data[i] == '\t') {
            throw new BadMessage(Fault.FOLDED_FIELD);
        }
        while (i < to && Octets.isToken(data[i])) {
            i++;
        }
        if (i == start || i >= to || data[i] != ':') {
            throw new BadMessage(Fault.FIELD_NAME);
        }
        spans[at] = start;
        spans[at + 1] = i++;
        while (i < to && (data[i] == ' ' || data[i] == '\t')) {
            i++;
        }
        spans[at + 2] = i;
        while (i < to && Octets.isFieldValue(data[i])) {
            i++;
        }
        if (i + 1 >= to || data[i] != '\r' || data[i + 1] != '\n') {
            throw new BadMessage(i < to && data[i] != '\r' && data[i] != '\n' ? Fault.FIELD_VALUE : Fault.LINE_ENDING);
        }
        int end = i;
        while (end > spans[at + 2] && (data[end - 1] == ' ' || data[end - 1] == '\t')) {
            end--;
        }
        spans[at + 3] = end;
        return i + 2;
    }

    /** How many there are. */
    public int size() {
        return count;
    }

    /** The name of field {@code index}, as it came. */
    public String name(int index) {
        return text(spans[index * SPAN], spans[index * SPAN + 1]);
    }

    /** The value of field {@code index}, without blanks around it. */
    public String value(int index) {
        return text(spans[index * SPAN + 2], spans[index * SPAN + 3]);
    }

    /** Which field {@code index} is. */
    public Known known(int index) {
        return known[index];
    }

    /** How often a field occurs. */
    public int count(Known field) {
        int found = 0;
        for (int i = 0; i < count; i++) {
            if (known[i] == field) {
                found++;
            }
        }
        return found;
    }

    /** The first value of a field, or an empty text. */
    public String first(Known field) {
        for (int i = 0; i < count; i++) {
            if (known[i] == field) {
                return value(i);
            }
        }
        return "";
    }

    /** Whether a comma-separated field (all its lines together) holds the given member, in any case of letters. */
    public boolean lists(Known field, String member) {
        for (int i = 0; i < count; i++) {
            if (known[i] == field) {
                for (String part : value(i).split(",")) {
                    if (part.strip().equalsIgnoreCase(member)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** The names that Connection nominates, in lower case, without those that are known to be hop-by-hop. */
    private Set<String> nominated() {
        Set<String> names = Set.of();
        for (int i = 0; i < count; i++) {
            if (known[i] == Known.CONNECTION) {
                for (String part : value(i).split(",")) {
                    String name = part.strip().toLowerCase(Locale.ROOT);
                    if (!name.isEmpty()
                            && !name.equals("close")
                            && !name.equals("keep-alive")
                            && !name.equals("upgrade")) {
                        names = names.isEmpty() ? new TreeSet<>() : names;
                        names.add(name);
                    }
                }
            }
        }
        return names;
    }

    /**
     * Writes the fields that go on: without the hop-by-hop ones (RFC 9110, section 7.6.1), those that Connection names, and
     * {@code without}. Neighbours that stay are copied in one piece.
     */
    public void forward(ByteBuf out, EnumSet<Known> without) {
        Set<String> nominated = nominated();
        int run = -1;
        int end = 0;
        for (int i = 0; i < count; i++) {
            boolean keep = !known[i].hopByHop()
                    && !without.contains(known[i])
                    && (nominated.isEmpty() || !nominated.contains(name(i).toLowerCase(Locale.ROOT)));
            if (keep && run < 0) {
                run = spans[i * SPAN];
            }
            if (!keep && run >= 0) {
                out.writeBytes(data, run, spans[i * SPAN] - run);
                run = -1;
            }
            end = lineEnd(i);
        }
        if (run >= 0) {
            out.writeBytes(data, run, end - run);
        }
    }

    private int lineEnd(int index) {
        int i = spans[index * SPAN + 3];
        while (data[i] != '\n') {
            i++;
        }
        return i + 1;
    }

    private String text(int start, int end) {
        return new String(data, start, end - start, ISO_8859_1);
    }
}

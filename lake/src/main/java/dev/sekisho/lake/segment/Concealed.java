package dev.sekisho.lake.segment;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.lake.bytes.ByteReader;
import dev.sekisho.lake.bytes.ByteWriter;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * The persons of one customer whose events are shown to nobody any more. A segment notes the version of this list that was held
 * against its rows when it was written; so which segments may still hold rows of whom follows from what is stored, also after an
 * older manifest came back from a backup.
 *
 * @param version how often it was written
 * @param clean persons that were concealed up to this version have no row left anywhere; only late events need them
 * @param persons tokens, and the version since which each is concealed
 */
public record Concealed(long version, long clean, Map<String, Long> persons) {
    private static final int FORMAT = 1;
    private static final int MAX_PERSONS = 1 << 20;

    /** Nobody. */
    public static Concealed nobody() {
        return new Concealed(0, 0, Map.of());
    }

    /** The next version, with these persons; the same version if nobody is new. */
    public Concealed with(Collection<PersonToken> more) {
        Map<String, Long> next = new TreeMap<>(persons);
        more.forEach(person -> next.putIfAbsent(person.toString(), version + 1));
        return next.size() == persons.size() ? this : new Concealed(version + 1, clean, Map.copyOf(next));
    }

    /** The next version: nothing is left of persons that were concealed up to a version. */
    public Concealed cleaned(long upTo) {
        return new Concealed(version + 1, Math.max(clean, upTo), persons);
    }

    /** The persons of whom rows may be left. */
    public Map<String, Long> pending() {
        Map<String, Long> pending = new TreeMap<>(persons);
        pending.values().removeIf(since -> since <= clean);
        return Map.copyOf(pending);
    }

    /** Takes back that nothing is left of somebody, if a segment that came back may hold rows of that person. */
    public Concealed against(Iterable<SegmentEntry> segments) {
        long still = clean;
        for (SegmentEntry segment : segments) {
            for (Map.Entry<String, Long> person : persons.entrySet()) {
                if (person.getValue() <= still
                        && person.getValue() > segment.concealed()
                        && segment.persons().mayHold(person.getKey())) {
                    still = person.getValue() - 1;
                }
            }
        }
        return still == clean ? this : new Concealed(version, still, persons);
    }

    byte[] encode() {
        ByteWriter out = new ByteWriter();
        out.write(FORMAT).varint(version).varint(clean).varint(persons.size());
        new TreeMap<>(persons).forEach((person, since) -> {
            Id128 token = PersonToken.parse(person).value();
            out.int64(token.high()).int64(token.low()).varint(since);
        });
        return out.toBytes();
    }

    static Concealed decode(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        if (in.read() != FORMAT) {
            throw new IllegalArgumentException("a list of concealed persons of another format");
        }
        long version = in.varint();
        long clean = in.varint();
        Map<String, Long> persons = new TreeMap<>();
        for (int left = in.count(MAX_PERSONS); left > 0; left--) {
            persons.put(new PersonToken(new Id128(in.int64(), in.int64())).toString(), in.varint());
        }
        return new Concealed(version, clean, Map.copyOf(persons));
    }

    /** Names nobody. */
    @Override
    public String toString() {
        return persons.size() + " persons concealed";
    }
}

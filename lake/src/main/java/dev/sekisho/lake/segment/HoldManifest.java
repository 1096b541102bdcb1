package dev.sekisho.lake.segment;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.lake.bytes.ByteReader;
import dev.sekisho.lake.bytes.ByteWriter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one legal hold keeps. It is written before the first event is sealed under the hold, so that no day is deleted without
 * asking it.
 *
 * @param hold the hold
 * @param version how often it was written
 * @param released whether the hold ended: then its keys and files are being removed
 * @param person whose events; everybody's if empty
 * @param from first UTC day
 * @param to last UTC day
 * @param segments what is sealed under its keys
 */
public record HoldManifest(
        Id128 hold,
        long version,
        boolean released,
        Optional<PersonToken> person,
        LocalDate from,
        LocalDate to,
        List<HeldSegment> segments) {
    private static final int FORMAT = 1;
    private static final int MAX_SEGMENTS = 1 << 18;

    /** A hold that keeps nothing yet. */
    public static HoldManifest empty(Id128 hold, Optional<PersonToken> person, LocalDate from, LocalDate to) {
        return new HoldManifest(hold, 1, false, person, from, to, List.of());
    }

    /** Whether events of a day are kept. */
    public boolean covers(LocalDate day) {
        return !released && !day.isBefore(from) && !day.isAfter(to);
    }

    /** Whether these are its terms. */
    public boolean isOf(Optional<PersonToken> whose, LocalDate first, LocalDate last) {
        return person.equals(whose) && from.equals(first) && to.equals(last);
    }

    /** The next version, with one more segment. */
    public HoldManifest with(HeldSegment segment) {
        List<HeldSegment> next = new ArrayList<>(segments);
        next.add(segment);
        return new HoldManifest(hold, version + 1, released, person, from, to, List.copyOf(next));
    }

    /** The next version: the hold ended. */
    public HoldManifest end() {
        return new HoldManifest(hold, version + 1, true, person, from, to, segments);
    }

    byte[] encode() {
        ByteWriter out = new ByteWriter();
        out.write(FORMAT).varint(version).int64(hold.high()).int64(hold.low()).write(released ? 1 : 0);
        out.write(person.isPresent() ? 1 : 0);
        person.map(PersonToken::value)
                .ifPresent(token -> out.int64(token.high()).int64(token.low()));
        out.zigzag(from.toEpochDay()).zigzag(to.toEpochDay()).varint(segments.size());
        segments.forEach(segment -> segment.writeTo(out));
        return out.toBytes();
    }

    static HoldManifest decode(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        if (in.read() != FORMAT) {
            throw new IllegalArgumentException("a hold of another format");
        }
        long version = in.varint();
        Id128 hold = new Id128(in.int64(), in.int64());
        boolean released = in.read() == 1;
        Optional<PersonToken> person =
                in.read() == 1 ? Optional.of(new PersonToken(new Id128(in.int64(), in.int64()))) : Optional.empty();
        LocalDate from = LocalDate.ofEpochDay(in.zigzag());
        LocalDate to = LocalDate.ofEpochDay(in.zigzag());
        List<HeldSegment> segments = new ArrayList<>();
        for (int left = in.count(MAX_SEGMENTS); left > 0; left--) {
            segments.add(HeldSegment.read(in));
        }
        return new HoldManifest(hold, version, released, person, from, to, List.copyOf(segments));
    }

    /** Names nobody. */
    @Override
    public String toString() {
        return "hold of " + from + " to " + to + ", " + segments.size() + " segments";
    }
}

package dev.sekisho.seal.codec;

import dev.sekisho.seal.codec.FrozenCodecsTest.Frozen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the frozen bytes of every suite, sealed by the codecs written from docs/formats.md, not by the product's. Run by hand when
 * a suite is added, into a new file; an old file never changes.
 */
final class FreezeCodecs {
    private static final int[] SMALL = {0, 1, 12, 253, 300};
    private static final int[] SEGMENTS = {0, 5, 16, 37, 4096, 4096 + 15, 4096 + 1001};

    private FreezeCodecs() {}

    /** Argument: the file to write. */
    public static void main(String[] arguments) throws IOException {
        Place row = new Place(Samples.REGION, Samples.OWNER.id(), "policy", "p1", 7);
        Place frame = new Place(Samples.REGION, Samples.OWNER.id(), "log", "", 42);
        Place segment = new Place(Samples.REGION, Samples.OWNER.id(), "segment", "", 20_000);
        List<String> lines = new ArrayList<>(List.of("# codec, region, customer, group, item, version, plain, sealed"));
        for (int length : SMALL) {
            lines.add(line("record", new ReferenceRecord(), row, length));
            lines.add(line("frame", new ReferenceFrame(), frame, length));
        }
        for (int length : SEGMENTS) {
            lines.add(line("segment", new ReferenceSegment(), segment, length));
        }
        Files.write(Path.of(arguments[0]), lines);
    }

    private static String line(String name, Codec codec, Place place, int length) {
        byte[] plain = Samples.content(length);
        return new Frozen(name, place, plain, codec.seal(place, plain)).line();
    }
}

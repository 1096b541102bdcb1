package dev.sekisho.benchmarks;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.seal.RandomAccessSource;
import dev.sekisho.seal.SegmentReader;
import dev.sekisho.seal.codec.FrameKey;
import dev.sekisho.seal.codec.Owner;
import dev.sekisho.seal.codec.RecordKey;
import dev.sekisho.seal.codec.Secret;
import dev.sekisho.seal.codec.SegmentFile;
import dev.sekisho.seal.codec.SegmentKeys;
import dev.sekisho.seal.codec.SegmentWriter;
import dev.sekisho.seal.xts.CipherChoice;
import dev.sekisho.seal.xts.UnitCipher;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What sealing and verified opening cost on one core, from and to memory. An operation is a byte and the time unit a nanosecond, so
 * that a score of 1 is 1 GB/s; the goal for segments is at least that.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx1g", "--enable-native-access=ALL-UNNAMED"})
public class SealBenchmark {
    private static final int READ_BYTES = 64 << 10;
    private static final int SEGMENT_BYTES = 16 << 20;
    private static final int RECORD_BYTES = 300;
    private static final int FRAME_BYTES = 4 << 10;
    private static final LocalDate DAY = LocalDate.of(2026, 11, 22);

    /** {@code JDK_ONLY}, or {@code NATIVE_REQUIRED}: JDK for small units and ACCP for others. */
    @Param({"JDK_ONLY", "NATIVE_REQUIRED"})
    public String cipher = "";

    private final byte[] content = new byte[SEGMENT_BYTES];
    private final byte[] salt = new byte[SegmentKeys.SALT_BYTES];
    private final byte[] target = new byte[READ_BYTES];
    private @Nullable Prepared prepared;
    private int position;
    /** The frame that is opened has number 1, and ACCP rightly refuses to seal under a number twice. */
    private long number = 1;

    /** Everything that is made once. */
    private record Prepared(
            UnitCipher cipher,
            SegmentKeys keys,
            SegmentReader reader,
            RecordKey records,
            FrameKey frames,
            byte[] record,
            byte[] sealedRecord,
            byte[] frame,
            byte[] sealedFrame) {}

    /** Makes keys and samples for a cipher. */
    private record Maker(UnitCipher cipher) {
        Prepared make(byte[] content, byte[] salt) {
            SecureRandom random = new SecureRandom();
            Secret secret = Secret.random(random);
            Owner owner = new Owner(new Region("lab"), new Id128(1, 2));
            SegmentKeys keys = new SegmentKeys(owner, new Id128(3, 4), DAY, 1, secret);
            SegmentFile file = SegmentFile.read(new InMemory(SegmentWriter.seal(cipher, keys, salt, content)));
            RecordKey records = new RecordKey(cipher, secret, owner, "benchmark", 1, random);
            FrameKey frames = new FrameKey(cipher, secret, owner, new Id128(5, 6));
            byte[] record = Arrays.copyOf(content, RECORD_BYTES);
            byte[] frame = Arrays.copyOf(content, FRAME_BYTES);
            return new Prepared(
                    cipher,
                    keys,
                    file.open(cipher, keys, salt, file.verify(keys)),
                    records,
                    frames,
                    record,
                    records.seal("id", 1, record),
                    frame,
                    frames.seal(1, frame, 0, frame.length));
        }
    }

    /** Tests the cipher, and seals what is read. */
    @Setup(Level.Trial)
    public void prepare() {
        new SplittableRandom(1619).nextBytes(content);
        prepared = new Maker(CipherChoice.valueOf(cipher).open()).make(content, salt);
    }

    private Prepared prepared() {
        return Objects.requireNonNull(prepared);
    }

    /** One read of 64 KiB, whole units, each checked before it is decrypted. */
    @Benchmark
    @OperationsPerInvocation(READ_BYTES)
    public byte[] segmentRead64KiB() throws IOException {
        prepared().reader().read(position, target, 0, READ_BYTES);
        position = (position + READ_BYTES) % SEGMENT_BYTES;
        return target;
    }

    /** A segment of 16 MiB. */
    @Benchmark
    @OperationsPerInvocation(SEGMENT_BYTES)
    public byte[] segmentSeal16MiB() {
        return SegmentWriter.seal(prepared().cipher(), prepared().keys(), salt, content);
    }

    /** A record of 300 bytes, as a row is. */
    @Benchmark
    @OperationsPerInvocation(RECORD_BYTES)
    public byte[] recordSeal300() {
        return prepared().records().seal("id", 1, prepared().record());
    }

    /** The same record. */
    @Benchmark
    @OperationsPerInvocation(RECORD_BYTES)
    public byte[] recordOpen300() {
        return prepared().records().open("id", 1, prepared().sealedRecord());
    }

    /** A frame of the log with a dozen events: 4 KiB. */
    @Benchmark
    @OperationsPerInvocation(FRAME_BYTES)
    public byte[] frameSeal4KiB() {
        return prepared().frames().seal(++number, prepared().frame(), 0, FRAME_BYTES);
    }

    /** The same frame. */
    @Benchmark
    @OperationsPerInvocation(FRAME_BYTES)
    public byte[] frameOpen4KiB() {
        return prepared().frames().open(1, prepared().sealedFrame());
    }

    /** A file in memory. */
    private record InMemory(byte[] bytes) implements RandomAccessSource {
        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public void read(long position, byte[] target, int offset, int length) {
            System.arraycopy(bytes, Math.toIntExact(position), target, offset, length);
        }
    }
}

package dev.sekisho.lake;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.lake.query.QueryLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How a lake works.
 *
 * @param folder where everything is kept
 * @param node the name of this machine, 1 to 64 characters; bound into every log frame
 * @param region the region whose events these are
 * @param durabilityMs within how many milliseconds an accepted event is durable, 1 to 1,000
 * @param sealRows rows at which a customer's day is sealed into a segment, 1 to 1,048,576
 * @param sealAge age of the oldest row at which it is sealed in any case, at least one second
 * @param queueLimit events that wait to be taken in, 16 to 4,194,304; more are refused
 * @param logBytes size at which a log is followed by the next, at least 64 KiB
 * @param hotRows rows of all customers that are not sealed; more are refused, because memory is finite
 * @param memory the same limits in bytes, which count first where values are long
 * @param query what one query may take
 */
public record LakeOptions(
        Path folder,
        String node,
        Region region,
        int durabilityMs,
        int sealRows,
        Duration sealAge,
        int queueLimit,
        long logBytes,
        long hotRows,
        LakeMemory memory,
        QueryLimits query) {

    /** @throws SekishoException {@code CONFIG_INVALID}, naming every value that is out of range */
    public LakeOptions {
        List<String> problems = new ArrayList<>();
        check(problems, !node.isEmpty() && node.length() <= 64, "node: 1 to 64 characters");
        check(problems, durabilityMs >= 1 && durabilityMs <= 1_000, "durabilityMs: 1 to 1,000");
        check(problems, sealRows >= 1 && sealRows <= 1 << 20, "sealRows: 1 to 1,048,576");
        check(problems, sealAge.compareTo(Duration.ofSeconds(1)) >= 0, "sealAge: at least one second");
        check(problems, queueLimit >= 16 && queueLimit <= 1 << 22, "queueLimit: 16 to 4,194,304");
        check(problems, logBytes >= 64 << 10, "logBytes: at least 64 KiB");
        check(problems, hotRows >= sealRows, "hotRows: at least sealRows");
        memory.check(problems);
        check(problems, query.memoryMiB() >= 64, "query.memoryMiB: at least 64");
        check(problems, query.threads() >= 1 && query.threads() <= 256, "query.threads: 1 to 256");
        check(problems, query.timeout().toMillis() >= 1_000, "query.timeout: at least one second");
        check(problems, query.concurrent() >= 1, "query.concurrent: at least 1");
        if (!problems.isEmpty()) {
            throw new SekishoException(ErrorCode.CONFIG_INVALID, "lake: " + String.join("; ", problems));
        }
    }

    /** 20 ms, 65,536 rows, one minute, 65,536 waiting events, logs of 64 MiB, a million hot rows. */
    public static LakeOptions of(Path folder, String node, Region region) {
        return new LakeOptions(
                folder,
                node,
                region,
                20,
                65_536,
                Duration.ofMinutes(1),
                65_536,
                64 << 20,
                1_000_000,
                LakeMemory.defaults(),
                QueryLimits.defaults());
    }

    /** With another durability interval, in milliseconds. */
    public LakeOptions withDurabilityMs(int value) {
        return new LakeOptions(
                folder, node, region, value, sealRows, sealAge, queueLimit, logBytes, hotRows, memory, query);
    }

    /** With other conditions for sealing. */
    public LakeOptions withSeal(int rows, Duration age) {
        return new LakeOptions(
                folder, node, region, durabilityMs, rows, age, queueLimit, logBytes, hotRows, memory, query);
    }

    /** With other limits of what waits in memory and in a log. */
    public LakeOptions withLimits(int queue, long log, long hot) {
        return new LakeOptions(folder, node, region, durabilityMs, sealRows, sealAge, queue, log, hot, memory, query);
    }

    /** With other limits of memory. */
    public LakeOptions withMemory(LakeMemory limits) {
        return new LakeOptions(
                folder, node, region, durabilityMs, sealRows, sealAge, queueLimit, logBytes, hotRows, limits, query);
    }

    /** With other limits of a query. */
    public LakeOptions withQuery(QueryLimits limits) {
        return new LakeOptions(
                folder, node, region, durabilityMs, sealRows, sealAge, queueLimit, logBytes, hotRows, memory, limits);
    }

    private static void check(List<String> problems, boolean holds, String problem) {
        if (!holds) {
            problems.add(problem);
        }
    }
}

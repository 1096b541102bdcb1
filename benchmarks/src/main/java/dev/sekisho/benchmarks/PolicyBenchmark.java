package dev.sekisho.benchmarks;

import dev.sekisho.kernel.decision.Facts;
import dev.sekisho.kernel.decision.Stage;
import dev.sekisho.kernel.decision.Verdict;
import dev.sekisho.kernel.decision.WebRequest;
import dev.sekisho.policy.CompileResult;
import dev.sekisho.policy.Policy;
import dev.sekisho.policy.PolicyCompiler;
import dev.sekisho.policy.category.Catalogue;
import dev.sekisho.policy.imports.CategoryLists;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What one request costs in policy: classification and both stages, with every shipped list loaded. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class PolicyBenchmark {
    private static final String DOCUMENT = """
            decryption:
              - {name: health, when: {category: [health]}, then: tunnel}
              - {name: rest, then: inspect}
            access:
              - {name: no-gambling, when: {category: [gambling], group: {not: [compliance]}}, then: block}
              - {name: no-threats, when: {category: [phishing, malware]}, then: block}
              - {name: watch-social, when: {category: [social-networking]}, then: monitor}
              - {name: rest, then: allow}
            """;

    private @Nullable Policy policy;
    private final WebRequest[] requests = {
        request("www.bet365.com", "/"),
        request("en.wikipedia.org", "/wiki/Main_Page"),
        request("a.b.c.example.test", "/x/y")
    };
    private int next;

    /** Loads the lists of the distribution. */
    @Setup
    public void load() {
        Path lists = Path.of(System.getProperty("sekisho.dist", "."), "lists", "catalogue.tsv");
        CategoryLists categories = CategoryLists.load(lists, new byte[16]);
        policy = switch (PolicyCompiler.compile(DOCUMENT, Catalogue.shipped(), categories.current())) {
            case CompileResult.Compiled compiled -> compiled.policy();
            case CompileResult.Rejected rejected ->
                throw new IllegalStateException(rejected.problems().toString());
        };
    }

    /** One request, both stages. */
    @Benchmark
    public Verdict classifyAndDecide() {
        Policy current = Objects.requireNonNull(policy);
        Facts facts = current.classify(requests[next++ % requests.length]);
        current.decide(Stage.DECRYPTION, facts);
        return current.decide(Stage.ACCESS, facts);
    }

    private static WebRequest request(String host, String path) {
        return new WebRequest(
                Instant.EPOCH,
                "GET",
                "https",
                host,
                443,
                path,
                "",
                List.of(InetAddress.ofLiteral("192.0.2.1")),
                Optional.empty(),
                Set.of("sales"),
                InetAddress.ofLiteral("127.0.0.1"),
                "benchmark");
    }
}

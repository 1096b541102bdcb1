package dev.sekisho.lake;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.scope.CustomerScope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No value of an event, in no spelling, is in any byte under the lake's folder: neither in the log nor in segments. */
class StoredBytesTest {
    private static final List<String> CANARIES =
            List.of("canaryhost.example", "canary-path-7f3a", "canary-query-91bc", "canary-agent-55de");

    @TempDir
    Path folder;

    private static WebEvent event(int number) {
        WebEvent event = new RandomEvents(number).at(RandomEvents.START.plusSeconds(number));
        WebEvent.To to = new WebEvent.To(
                "https", CANARIES.get(0), 443, "/" + CANARIES.get(1) + "/" + number, CANARIES.get(2), "", "", "");
        WebEvent.Http http = new WebEvent.Http("GET", 200, "HTTP/1.1", "", CANARIES.get(3), "", "", 1, 2);
        return new WebEvent(
                event.id(),
                event.time(),
                event.node(),
                event.bundle(),
                event.who(),
                event.from(),
                to,
                http,
                event.tls(),
                event.decided(),
                event.timing());
    }

    /** The folder's files while the events are in the log, and again when they are in a segment. */
    private List<Map<String, byte[]>> stored(TestKeys keys) throws IOException {
        Path root = folder.resolve("lake");
        CustomerScope customer = keys.newCustomer();
        List<Map<String, byte[]>> states = new ArrayList<>();
        try (Lake lake = keys.lake(LakeOptions.of(root, "node-1", TestKeys.REGION))) {
            for (int i = 0; i < 300; i++) {
                assertThat(lake.sink().offer(customer, event(i))).isTrue();
            }
            assertThat(lake.awaitDurable(Duration.ofSeconds(10))).isTrue();
            states.add(files(root));
            lake.flush();
            states.add(files(root));
        }
        assertThat(states.get(0).keySet()).anyMatch(name -> name.contains("log/"));
        assertThat(states.get(1).keySet()).anyMatch(name -> name.endsWith(".seg"));
        return states;
    }

    private static Map<String, byte[]> files(Path root) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(root.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }

    /** Each canary as it may be spelled, as Latin-1 text of its bytes. */
    private static List<String> spellings() {
        List<String> spellings = new ArrayList<>();
        for (String canary : CANARIES) {
            byte[] utf8 = canary.getBytes(StandardCharsets.UTF_8);
            spellings.add(canary);
            spellings.add(HexFormat.of().formatHex(utf8));
            spellings.add(HexFormat.of().withUpperCase().formatHex(utf8));
            spellings.add(new String(canary.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1));
            spellings.add(new String(canary.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.ISO_8859_1));
            for (int shift = 0; shift < 3; shift++) {
                byte[] shifted = ("...".substring(0, shift) + canary).getBytes(StandardCharsets.UTF_8);
                String text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
                spellings.add(text.substring(shift == 0 ? 0 : 4, text.length() - 2));
            }
        }
        return spellings;
    }

    private static long hits(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return spellings().stream().filter(text::contains).count();
    }

    /** Hits in the bytes, and in everything in them that decompresses. */
    private static long hitsInside(byte[] bytes) {
        long hits = hits(bytes);
        for (int at = 0; at + 4 < bytes.length; at++) {
            boolean frame = bytes[at] == 0x28
                    && (bytes[at + 1] & 0xFF) == 0xB5
                    && bytes[at + 2] == 0x2F
                    && (bytes[at + 3] & 0xFF) == 0xFD;
            if (frame) {
                byte[] rest = java.util.Arrays.copyOfRange(bytes, at, bytes.length);
                long size = Zstd.getFrameContentSize(rest);
                long length = Zstd.findFrameCompressedSize(rest);
                if (size > 0 && size < 1 << 20 && !Zstd.isError(length)) {
                    hits += hits(Zstd.decompress(java.util.Arrays.copyOf(rest, (int) length), (int) size));
                }
            }
        }
        return hits;
    }

    @Test
    void noValueOfAnEventIsInAnyStoredByte() throws IOException {
        try (TestKeys keys = TestKeys.open(folder)) {
            for (Map<String, byte[]> state : stored(keys)) {
                state.forEach((name, bytes) -> {
                    assertThat(hitsInside(bytes)).as(name).isZero();
                    assertThat(hits(name.getBytes(StandardCharsets.UTF_8))).isZero();
                });
            }
        }
    }

    @Test
    void theScanFindsTheValuesWhenTheCipherIsTakenOut() throws IOException {
        try (TestKeys keys = TestKeys.openWithoutCipher(folder)) {
            for (Map<String, byte[]> state : stored(keys)) {
                long hits = state.values().stream()
                        .mapToLong(StoredBytesTest::hitsInside)
                        .sum();
                assertThat(hits).isGreaterThanOrEqualTo(CANARIES.size());
            }
        }
    }

    @Test
    void noNameOnDiskHoldsTheCustomersIdentifier() throws IOException {
        try (TestKeys keys = TestKeys.open(folder)) {
            CustomerScope customer = keys.newCustomer();
            try (Lake lake = keys.lake(LakeOptions.of(folder.resolve("lake"), "node-1", TestKeys.REGION))) {
                assertThat(lake.sink().offer(customer, event(1))).isTrue();
                lake.flush();
            }
            String raw = new String(customer.customer().bytes(), StandardCharsets.ISO_8859_1);
            String hex = HexFormat.of().formatHex(customer.customer().bytes());
            files(folder.resolve("lake")).forEach((name, bytes) -> {
                assertThat(name).doesNotContain(hex);
                assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
                        .doesNotContain(raw)
                        .doesNotContain(hex);
            });
        }
    }
}

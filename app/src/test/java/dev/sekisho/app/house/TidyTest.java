package dev.sekisho.app.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Walks the source tree: what a reader should never meet in it. */
class TidyTest {
    private static final Path ROOT = root();
    private static final int MAX_LINES_WITHOUT_REASON = 400;
    private static final int MAX_LINE_CHARS = 160;
    private static final Set<String> SKIPPED = Set.of("target", "node_modules", ".git");
    private static final Set<String> SKIPPED_AT_THE_ROOT = Set.of("data", "lists");
    private static final Set<String> TEXT =
            Set.of("java", "ts", "tsx", "md", "sh", "sql", "yaml", "yml", "xml", "properties", "css", "html");
    /** What may hold a path of somebody's machine, but words of any kind. */
    private static final Set<String> MORE_TEXT = Set.of("py", "mjs", "json", "tsv");

    private static final int LARGE_TEST_DATA_BYTES = 200_000;
    /** Spelt in two halves, so that this file passes its own test. */
    private static final Pattern LEFTOVER = Pattern.compile(
            "\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b|for no" + "w\\b|simpli" + "fied for|not implement" + "ed yet");

    private static final Pattern MACHINE = Pattern.compile("(^|[\\s\"'(=])/(wo" + "rk|ro" + "ot|far" + "m)/|repo\\.mav"
            + "en\\.apache|registry\\.np" + "mjs|deb\\.deb" + "ian");
    private static final Pattern MOCK = Pattern.compile("Mocki" + "to|@Disab" + "led\\b");
    private static final Pattern ASSUMPTION =
            Pattern.compile("\\bassum" + "e(True|False|That|NoException)\\b|Test" + "Aborted");
    /** Only root may make a small disk to fill; that one test says so when it is left out. */
    private static final Set<String> MAY_ASSUME = Set.of("BadInputIT.java");

    @Test
    void noFileHoldsLeftoversMachinePathsOrMocks() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : files()) {
            found.addAll(matches(file, LEFTOVER, MACHINE, MOCK));
        }
        for (Path file : scriptsAndData()) {
            found.addAll(matches(file, MACHINE));
        }
        assertThat(found).isEmpty();
    }

    @Test
    void noTestLeavesItselfOut() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : files("java")) {
            if (!MAY_ASSUME.contains(file.getFileName().toString())) {
                found.addAll(matches(file, ASSUMPTION));
            }
        }
        assertThat(found).isEmpty();
    }

    private static List<String> matches(Path file, Pattern... patterns) throws IOException {
        List<String> found = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            number++;
            for (Pattern pattern : patterns) {
                if (pattern.matcher(line).find()) {
                    found.add(ROOT.relativize(file) + ":" + number + " " + line.strip());
                }
            }
        }
        return found;
    }

    @Test
    void aLongJavaFileSaysWhyItIsOne() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : files("java")) {
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            boolean reason = lines.stream().anyMatch(line -> line.contains("One file because"));
            if (lines.size() > MAX_LINES_WITHOUT_REASON && !reason) {
                found.add(ROOT.relativize(file) + " has " + lines.size() + " lines");
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void noJavaLineIsTooLongToRead() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : files("java")) {
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                if (line.length() > MAX_LINE_CHARS && !line.contains("http") && !line.contains("\"")) {
                    found.add(ROOT.relativize(file) + ": " + line.strip());
                }
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void everyPackageOfTheProductSaysWhatItIsFor() throws IOException {
        List<Path> missing = new ArrayList<>();
        for (Path file : files("java")) {
            Path folder = file.getParent();
            boolean product = file.toString().contains("src/main/java");
            if (product
                    && folder != null
                    && !Files.exists(folder.resolve("package-info.java"))
                    && !missing.contains(folder)) {
                missing.add(folder);
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void thisTestSeesALeftoverWhenThereIsOne() {
        assertThat(LEFTOVER.matcher("// TO" + "DO later").find()).isTrue();
        assertThat(MACHINE.matcher("cp /ro" + "ot/x .").find()).isTrue();
        assertThat(LEFTOVER.matcher("a sentence about nothing").find()).isFalse();
        assertThat(MOCK.matcher("    @Disab" + "led(\"later\")").find()).isTrue();
        assertThat(MOCK.matcher("    @Disab" + "ledIfSystemProperty(named = \"a\")")
                        .find())
                .isFalse();
        assertThat(ASSUMPTION.matcher("assum" + "eTrue(root)").find()).isTrue();
    }

    @Test
    void theWalkMeetsScriptsAndDataButNoReadersDownloads() throws IOException {
        // When
        List<String> met = scriptsAndData().stream()
                .map(file -> ROOT.relativize(file).toString())
                .toList();
        // Then
        assertThat(met)
                .contains("run", "test", "bench", "bin/sekisho", "benchmarks/peers.py", "console/package.json")
                .noneMatch(name -> name.startsWith("lists/") || name.endsWith("package-lock.json"));
    }

    private static List<Path> files(String... endings) throws IOException {
        Set<String> wanted = endings.length == 0 ? TEXT : Set.of(endings);
        return walk(file -> wanted.contains(ending(file)));
    }

    /** Scripts have no ending; what else has none is taken for text if it starts as a script does. */
    private static List<Path> scriptsAndData() throws IOException {
        return walk(file -> {
            String name = file.getFileName().toString();
            boolean data = MORE_TEXT.contains(ending(file)) && !name.equals("package-lock.json");
            return data ? !isLargeTestData(file) : !name.contains(".") && isScript(file);
        });
    }

    private static boolean isLargeTestData(Path file) {
        return file.toString().contains("/src/test/") && file.toFile().length() > LARGE_TEST_DATA_BYTES;
    }

    private static boolean isScript(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(2), new byte[] {'#', '!'});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> walk(Predicate<Path> wanted) throws IOException {
        try (Stream<Path> walk = Files.walk(ROOT)) {
            return walk.filter(Files::isRegularFile)
                    .filter(file -> {
                        Path name = ROOT.relativize(file);
                        return !SKIPPED_AT_THE_ROOT.contains(name.getName(0).toString())
                                && Stream.of(name.toString().split("/")).noneMatch(SKIPPED::contains);
                    })
                    .filter(wanted)
                    .toList();
        }
    }

    private static String ending(Path file) {
        String name = file.toString();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve("CONTRIBUTING.md")) && here.getParent() != null) {
            here = here.getParent();
        }
        return here;
    }
}

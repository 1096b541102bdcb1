package dev.sekisho.app.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Walks the source tree: what a reader should never meet in it. */
class TidyTest {
    private static final Path ROOT = root();
    private static final int MAX_LINES_WITHOUT_REASON = 400;
    private static final int MAX_LINE_CHARS = 160;
    private static final Set<String> SKIPPED = Set.of("target", "node_modules", ".git", "data", "lists");
    private static final Set<String> TEXT =
            Set.of("java", "ts", "tsx", "md", "sh", "sql", "yaml", "yml", "xml", "properties", "css", "html");
    /** Spelt in two halves, so that this file passes its own test. */
    private static final Pattern LEFTOVER = Pattern.compile(
            "\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b|for no" + "w\\b|simpli" + "fied for|not implement" + "ed yet");

    private static final Pattern MACHINE = Pattern.compile("(^|[\\s\"'(=])/(wo" + "rk|ro" + "ot|far" + "m)/|repo\\.mav"
            + "en\\.apache|registry\\.np" + "mjs|deb\\.deb" + "ian");
    private static final Pattern MOCK = Pattern.compile("Mocki" + "to|@Disab" + "led");

    @Test
    void noFileHoldsLeftoversMachinePathsOrMocks() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : files()) {
            int number = 0;
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                number++;
                for (Pattern pattern : List.of(LEFTOVER, MACHINE, MOCK)) {
                    if (pattern.matcher(line).find()) {
                        found.add(ROOT.relativize(file) + ":" + number + " " + line.strip());
                    }
                }
            }
        }
        assertThat(found).isEmpty();
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
    }

    private static List<Path> files(String... endings) throws IOException {
        Set<String> wanted = endings.length == 0 ? TEXT : Set.of(endings);
        try (Stream<Path> walk = Files.walk(ROOT)) {
            return walk.filter(Files::isRegularFile)
                    .filter(file -> Stream.of(ROOT.relativize(file).toString().split("/"))
                            .noneMatch(SKIPPED::contains))
                    .filter(file -> wanted.contains(ending(file)))
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

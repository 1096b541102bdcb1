package dev.sekisho.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.policy.CompileResult;
import dev.sekisho.policy.PolicyCompiler;
import dev.sekisho.policy.PolicyProbe;
import dev.sekisho.policy.category.Catalogue;
import dev.sekisho.policy.category.CategoryTable;
import dev.sekisho.policy.category.Taxonomy;
import dev.sekisho.policy.imports.CategoryLists;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The pages of the guide about the policy promise nothing that does not compile. A block {@code yaml} must compile; after
 * it, lines of {@code text probe} are requests and the answers it gives. A block {@code yaml refused} must not compile, and the
 * block {@code text problems} after it holds what is said.
 */
class PolicyGuideTest {
    private static final Path GUIDE = Path.of("../docs/guide");
    private static final Pattern FENCE = Pattern.compile("(?ms)^```([^\\n]*)\\n(.*?)^```$");
    private static final Instant NOW = Instant.parse("2026-11-24T01:00:00Z");

    private record Block(String kind, String text) {}

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void everyDocumentCompilesAndEveryAnswerIsTheOneItGives(String language) throws IOException {
        List<Block> blocks = blocks(page(language));

        assertThat(mistakes(blocks)).isEmpty();
        assertThat(blocks).filteredOn(block -> block.kind().equals("yaml")).hasSizeGreaterThan(7);
        assertThat(blocks)
                .filteredOn(block -> block.kind().equals("text probe"))
                .hasSizeGreaterThan(5);
        assertThat(blocks)
                .filteredOn(block -> block.kind().equals("text problems"))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void aPageThatPromisesTooMuchIsFound(String language) throws IOException {
        String page = page(language);
        List<String> broken = List.of(
                page.replace("{list: [listed]}, then: block", "{list: [listed]}, then: blok"),
                page.replace("category: [health]", "category: [healthy]"),
                page.replace(
                        "{\"action\":\"monitor\",\"rule\":\"audit\"}", "{\"action\":\"allow\",\"rule\":\"audit\"}"),
                page.replace("Did you mean \"gambling\"?", "Did you mean \"shopping\"?"),
                page.replace("category: [gamblin], size: [5]}, then: blok", "category: [gambling]}, then: block"));

        for (String worse : broken) {
            assertThat(worse).isNotEqualTo(page);
            assertThat(mistakes(blocks(worse))).isNotEmpty();
        }
    }

    @Test
    void bothLanguagesShowTheSameDocumentsAndAnswers() throws IOException {
        List<Block> english = blocks(page("en"));
        List<Block> japanese = blocks(page("ja"));

        assertThat(japanese.stream().map(PolicyGuideTest::meaning).toList())
                .isEqualTo(english.stream().map(PolicyGuideTest::meaning).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void conditionsProblemsAndCategoriesAreListedWhole(String language) throws IOException {
        String page = page(language);

        assertThat(firstCells(page)).containsAll(ConditionReader.KEYS);
        assertThat(firstCells(page))
                .containsAll(Arrays.stream(ProblemCode.values())
                        .map(ProblemCode::code)
                        .toList());
        for (Taxonomy.Category category : Taxonomy.categories()) {
            assertThat(page).contains("`" + category.name() + "`");
        }
    }

    @Test
    void boldCategoriesAreThoseThatTheShippedListsFill() throws IOException {
        CategoryTable lists = CategoryLists.load(
                        Path.of("../lists/catalogue.tsv"), "0123456789abcdef".getBytes(StandardCharsets.US_ASCII))
                .current();
        Set<String> filled = new TreeSet<>(lists.names());
        filled.retainAll(
                Taxonomy.categories().stream().map(Taxonomy.Category::name).toList());

        for (String language : List.of("en", "ja")) {
            assertThat(captured(page(language), "\\*\\*`([a-z0-9-]+)`\\*\\*")).isEqualTo(filled);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void everyLinkLeadsSomewhere(String language) throws IOException {
        for (String name : List.of("index.md", "policy.md")) {
            String text = Files.readString(GUIDE.resolve(language).resolve(name));
            for (String link : captured(text, "\\]\\(([^)#:]+)\\)")) {
                assertThat(GUIDE.resolve(language).resolve(link)).exists();
            }
            for (String anchor : captured(text, "\\]\\(#([^)]+)\\)")) {
                assertThat(anchors(text)).contains(anchor);
            }
        }
        assertThat(captured(Files.readString(GUIDE.resolve(language).resolve("index.md")), "\\]\\(([^)#:]+)\\)"))
                .contains("quick-start.md", "policy.md");
    }

    private static List<String> mistakes(List<Block> blocks) throws IOException {
        List<String> mistakes = new ArrayList<>();
        String document = "";
        for (Block block : blocks) {
            switch (block.kind()) {
                case "yaml" -> {
                    document = block.text();
                    mistakes.addAll(problems(document));
                }
                case "yaml refused" -> document = block.text();
                case "text probe" -> mistakes.addAll(wrongAnswers(document, block.text()));
                case "text problems" -> {
                    if (!problems(document).equals(block.text().lines().toList())) {
                        mistakes.add("said: " + problems(document));
                    }
                }
                default -> {
                    // commands and other text
                }
            }
        }
        return mistakes;
    }

    private static List<String> problems(String document) {
        String tokens = PolicyDocument.mapUsers(
                document, login -> Optional.of(new PersonToken(new Id128(7, login.length())).toString()));
        return switch (PolicyCompiler.compile(tokens, Catalogue.shipped(), CategoryTable.empty())) {
            case CompileResult.Compiled compiled -> List.of();
            case CompileResult.Rejected rejected ->
                rejected.problems().stream().map(PolicyGuideTest::line).toList();
        };
    }

    private static String line(Problem problem) {
        return problem.line() + ":" + problem.column() + " " + problem.path() + " ["
                + problem.code().code() + "] " + problem.message();
    }

    private static List<String> wrongAnswers(String document, String dialogue) throws IOException {
        List<String> lines = dialogue.lines().toList();
        List<String> mistakes = new ArrayList<>();
        for (int i = 0; i + 1 < lines.size(); i += 2) {
            StringWriter out = new StringWriter();
            try {
                new PolicyProbe(document, () -> NOW).run(new BufferedReader(new StringReader(lines.get(i))), out);
            } catch (SekishoException e) {
                mistakes.add(e.getMessage());
            }
            if (!out.toString().strip().equals(lines.get(i + 1))) {
                mistakes.add(lines.get(i) + " -> " + out);
            }
        }
        return mistakes;
    }

    /** What a reader takes from a block: of documents the rules without comments, of the rest the text. */
    private static String meaning(Block block) {
        if (!block.kind().startsWith("yaml")) {
            return block.kind() + " " + block.text().replaceAll("(?m)^#.*\n", "");
        }
        String rules = PolicyReader.read(block.text(), Checks.published())
                .rules()
                .map(Canonical::write)
                .orElse(block.text());
        return block.kind() + " " + rules.replaceAll("(?m) *#.*$", "").replaceAll("description: .*", "");
    }

    private static String page(String language) throws IOException {
        return Files.readString(GUIDE.resolve(language).resolve("policy.md"));
    }

    private static List<Block> blocks(String page) {
        return FENCE.matcher(page)
                .results()
                .map(fence -> new Block(fence.group(1).strip(), fence.group(2)))
                .toList();
    }

    /** The names in the first cells of table rows. */
    private static Set<String> firstCells(String page) {
        return captured(page, "(?m)^\\| `([A-Za-z0-9-]+)` \\|");
    }

    private static Set<String> captured(String text, String pattern) {
        return new TreeSet<>(Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList());
    }

    /** Anchors of headings, as they are derived from them by the usual viewers. */
    private static Set<String> anchors(String text) {
        Stream<String> headings = captured(text, "(?m)^#+ (.+)$").stream();
        return new TreeSet<>(headings.map(heading -> heading.toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .toList());
    }
}

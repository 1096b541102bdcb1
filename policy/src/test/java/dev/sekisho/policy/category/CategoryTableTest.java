package dev.sekisho.policy.category;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CategoryTableTest {
    private static final byte[] SECRET = "a secret, 16 by.".getBytes(StandardCharsets.US_ASCII);

    @Test
    void aHostHasItsOwnCategoriesAndThoseOfEveryParentButNotOfNamesThatOnlyEndAlike() {
        CategoryTable table = table(Map.of("example.com", "ut1:shopping", "games.example.com", "ut1:games"));

        assertThat(table.ofHost("example.com")).containsExactly("shopping", "ut1:shopping");
        assertThat(table.ofHost("a.games.example.com"))
                .containsExactly("games", "shopping", "ut1:games", "ut1:shopping");
        assertThat(table.ofHost("appexample.com")).isEmpty();
        assertThat(table.ofHost("com")).isEmpty();
    }

    @Test
    void anAddressIsListedAsAWhole() {
        CategoryTable table = table(Map.of("192.0.2.7", "ut1:games", "2.7.example", "ut1:shopping"));

        assertThat(table.ofHost("192.0.2.7")).contains("ut1:games");
        assertThat(table.ofHost("192.0.2.7.other.example")).isEmpty();
        assertThat(table.ofHost("0.0.2.7")).isEmpty();
    }

    @Test
    void equalAnswersShareOneList() {
        CategoryTable table = table(Map.of("a.test", "ut1:games", "b.test", "ut1:games"));

        assertThat(table.ofHost("a.test")).isSameAs(table.ofHost("x.b.test"));
    }

    @Test
    void pathsAreListedBelowTheirHostOnBoundaries() {
        CategoryTableBuilder builder = builder();
        assertThat(builder.addUrl(builder.set("ut1:games"), "www.example.com/play/"))
                .isTrue();
        assertThat(builder.addUrl(builder.set("ut1:drogue"), "example.com/watch?v=abc"))
                .isTrue();
        assertThat(builder.addUrl(builder.set("ut1:games"), "example.com/")).isFalse();
        assertThat(builder.addUrl(builder.set("ut1:games"), "/path")).isFalse();
        CategoryTable table = builder.build();

        assertThat(table.ofHost("example.com")).isEmpty();
        assertThat(table.hasPaths("www.example.com")).isTrue();
        assertThat(table.hasPaths("sub.example.com")).isFalse();
        assertThat(table.ofUrl("example.com", "/play", "")).containsExactly("games", "ut1:games");
        assertThat(table.ofUrl("www.example.com", "/play/chess", "x=1")).containsExactly("games", "ut1:games");
        assertThat(table.ofUrl("example.com", "/player", "")).isEmpty();
        assertThat(table.ofUrl("sub.example.com", "/play", "")).isEmpty();
        assertThat(table.ofUrl("example.com", "/watch", "v=abc&t=1")).contains("illegal-drugs");
        assertThat(table.ofUrl("example.com", "/watch", "v=abcd")).isEmpty();
        assertThat(table.ofUrl("example.com", "/watch", "")).isEmpty();
    }

    @Test
    void aPublicSuffixIsNotTaken() {
        CategoryTableBuilder builder = builder();

        assertThat(builder.addHost(builder.set("ut1:games"), "co.jp")).isFalse();
        assertThat(builder.addHost(builder.set("ut1:games"), "example.co.jp")).isTrue();
        assertThat(builder.build().ofHost("other.co.jp")).isEmpty();
    }

    @Test
    void aSetWithoutMappingIsKnownByItsOwnNameAndCounted() {
        CategoryTable table = table(Map.of("example.com", "ut1:brandnew"));

        assertThat(table.ofHost("example.com")).containsExactly("ut1:brandnew");
        assertThat(table.unmapped()).containsExactly("ut1:brandnew");
        assertThat(table.names()).contains("ut1:brandnew");
    }

    @Test
    void anotherSecretMakesAnotherTable() {
        assertThatThrownBy(() -> new CategoryTableBuilder(new byte[8])).isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 200)
    void theTableAnswersAsAMapOfNamesDoes(@ForAll long seed) {
        // Given names that share suffixes, in overlapping sets
        Random random = new Random(seed);
        Map<String, Set<String>> names = new HashMap<>();
        CategoryTableBuilder builder = builder();
        for (int i = 0; i < 300; i++) {
            String host = host(random);
            String set = "ut1:" + (char) ('a' + random.nextInt(4));
            names.computeIfAbsent(host, any -> new TreeSet<>()).add(set);
            builder.addHost(builder.set(set), host);
        }
        CategoryTable table = builder.build();

        // Then
        for (int i = 0; i < 300; i++) {
            String host = host(random);
            Set<String> expected = new TreeSet<>();
            names.forEach((name, sets) -> {
                if (host.equals(name) || host.endsWith("." + name)) {
                    expected.addAll(sets);
                }
            });
            assertThat(table.ofHost(host)).containsExactlyElementsOf(expected);
        }
        assertThat(table.hosts()).isEqualTo(names.size());
    }

    @Test
    void theTaxonomyHasTwoLevelsAndStableNumbers() {
        assertThat(Taxonomy.groups()).hasSize(7);
        assertThat(Taxonomy.categories()).hasSizeGreaterThan(80);
        assertThat(Taxonomy.find("gambling")).hasValueSatisfying(gambling -> {
            assertThat(gambling.id()).isEqualTo(104);
            assertThat(gambling.group().name()).isEqualTo("adult");
            assertThat(gambling.display(java.util.Locale.JAPAN)).isEqualTo("ギャンブル");
            assertThat(gambling.display(java.util.Locale.FRENCH)).isEqualTo("Gambling");
        });
        assertThat(Taxonomy.categories()).allSatisfy(category -> {
            assertThat(category.name()).matches("[a-z0-9]+(-[a-z0-9]+)*");
            assertThat(category.english()).isNotBlank();
            assertThat(category.japanese()).isNotBlank();
        });
        assertThat(Catalogue.shipped().names())
                .contains("health", "shopping", "ut1:shopping")
                .doesNotContain("nonsense");
    }

    private static String host(Random random) {
        StringBuilder host = new StringBuilder("test");
        for (int i = random.nextInt(4); i > 0; i--) {
            host.insert(0, (char) ('a' + random.nextInt(3)) + (random.nextInt(3) == 0 ? "" : "."));
        }
        return host.toString();
    }

    private static CategoryTable table(Map<String, String> hosts) {
        CategoryTableBuilder builder = builder();
        hosts.forEach((host, set) ->
                assertThat(builder.addHost(builder.set(set), host)).isTrue());
        return builder.build();
    }

    private static CategoryTableBuilder builder() {
        CategoryTableBuilder builder = new CategoryTableBuilder(SECRET);
        builder.addList(new ListInfo("ut1", "1", LocalDate.EPOCH, "0".repeat(64), "CC-BY-SA-4.0", 0, 0));
        return builder;
    }

    @Test
    void theMemoryFigureIsThatOfTheTables() {
        CategoryTableBuilder builder = builder();
        int set = builder.set("ut1:games");
        for (int i = 0; i < 100_000; i++) {
            builder.addHost(set, "h" + i + ".test");
        }
        CategoryTable table = builder.build();

        assertThat(table.bytesPerHost()).isBetween(13.0, 20.0);
        assertThat(List.of(table.ofHost("h99999.test"), table.ofHost("h100000.test")))
                .containsExactly(List.of("games", "ut1:games"), List.of());
    }
}

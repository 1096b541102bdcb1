package dev.sekisho.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TextsTest {
    private static final Pattern VALUE = Pattern.compile("\\{([a-z]+)}");
    private static final Map<String, String> ALL = Map.of(
            "host",
            "{host}",
            "rule",
            "{rule}",
            "category",
            "{category}",
            "list",
            "{list}",
            "date",
            "{date}",
            "organisation",
            "{organisation}",
            "contact",
            "{contact}");
    private final Texts english = Texts.of(Locale.ENGLISH);
    private final Texts japanese = Texts.of(Locale.JAPANESE);

    @Test
    void bothLanguagesHaveTheSameKeysWithTheSameValues() {
        assertThat(japanese.keys()).isEqualTo(english.keys()).isNotEmpty();
        Map<String, Set<String>> differ = new HashMap<>();
        for (String key : english.keys()) {
            if (!values(english, key).equals(values(japanese, key))) {
                differ.put(key, values(japanese, key));
            }
        }
        assertThat(differ).isEmpty();
    }

    @Test
    void japaneseKeepsToTheGlossary() {
        for (String key : japanese.keys()) {
            assertThat(japanese.text(key, ALL)).doesNotContain("ユーザー", "サーバー", "ブラウザー", "フィルター", "テナント");
        }
        for (String key : english.keys()) {
            assertThat(english.text(key, ALL))
                    .doesNotContainIgnoringCase("please", "oops", "tenant")
                    .doesNotContain("!");
        }
    }

    @Test
    void aValueIsPutInAsItIs() {
        // Given
        Map<String, String> values = Map.of("host", "$1 \\ {rule}");
        // When
        String text = english.text("cert.title", values);
        // Then
        assertThat(text).startsWith("$1 \\ {rule} could not");
    }

    @Test
    void aMissingTextOrValueIsAnError() {
        assertThatThrownBy(() -> english.text("no.such.text")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> english.text("cert.title")).isInstanceOf(IllegalArgumentException.class);
        assertThat(List.of(english.tag(), japanese.tag())).containsExactly("en", "ja");
    }

    private static Set<String> values(Texts texts, String key) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = VALUE.matcher(texts.text(key, ALL));
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }
}

package dev.sekisho.control.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Texts in both languages, and HTML that holds what it is given. */
class TextsTest {
    @Test
    void bothLanguagesHaveTheSameKeysAndPlaceholders() {
        Texts english = Texts.of("en");
        Texts japanese = Texts.of("ja");
        assertThat(japanese.keys()).isEqualTo(english.keys());
        for (String key : english.keys()) {
            assertThat(japanese.get(key)).as(key).isNotEqualTo(english.get(key));
            for (String placeholder : List.of("{0}", "{1}")) {
                assertThat(japanese.get(key).contains(placeholder))
                        .as(key)
                        .isEqualTo(english.get(key).contains(placeholder));
            }
        }
    }

    @Test
    void japaneseFollowsTheGlossary() {
        Texts japanese = Texts.of("ja");
        for (String key : japanese.keys()) {
            assertThat(japanese.get(key)).as(key).doesNotContain("ユーザー", "サーバー", "オペレーター", "フォルダー", "テナント", "ブラウザー");
        }
    }

    @Property(tries = 300)
    void noValueBreaksOutOfTheText(@ForAll String value) {
        assertThat(Html.text(value)).doesNotContain("<", ">", "\"", "'");
    }

    @Test
    void devicesAreToldApartWithoutTheirUserAgent() {
        assertThat(Device.describe("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"))
                .isEqualTo("Firefox on Linux");
        assertThat(Device.describe(null)).isEqualTo("unknown");
        assertThat(Device.describe("curl/8.0")).isEqualTo("curl");
    }
}

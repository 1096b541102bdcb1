package dev.sekisho.app.running;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/**
 * A page of the console of which is known what went wrong in the background, and which texts a reader may not meet.
 *
 * @param language {@code en} or {@code ja}
 * @param errors what the browser's console said, in the order it was said
 * @param keys names of texts: whoever sees one sees a text that is missing
 */
record WatchedPage(Page page, String language, List<String> errors, Set<String> keys) {
    private static final Pattern JAPANESE = Pattern.compile("[\\u3040-\\u30ff\\u4e00-\\u9fff]");

    static WatchedPage of(BrowserContext context, String language) throws IOException {
        List<String> errors = new ArrayList<>();
        context.onWebError(error -> errors.add(error.error()));
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                errors.add(message.text() + " " + message.location());
            }
        });
        Set<String> keys = new HashSet<>();
        JsonMapper.shared()
                .readTree(Files.readString(Sekisho.root().resolve("console/src/i18n/en.json")))
                .propertyNames()
                .stream()
                .map(key -> key.replaceFirst("_(zero|one|other)$", ""))
                .filter(key -> key.contains("."))
                .forEach(keys::add);
        return new WatchedPage(page, language, errors, keys);
    }

    /** What is wrong with what is shown now, and what went wrong since the page was opened. */
    List<String> faults() {
        List<String> faults = new ArrayList<>(errors);
        List<String> headings = page.locator("main h1").allInnerTexts();
        if (headings.isEmpty() && page.locator("main h2").count() == 0) {
            faults.add("no heading");
        }
        if (language.equals("ja")
                && headings.stream().anyMatch(text -> !JAPANESE.matcher(text).find())) {
            faults.add("not in Japanese: " + headings);
        }
        String lang = page.locator("html").getAttribute("lang");
        if (!language.equals(lang)) {
            faults.add("the page says that its language is " + lang);
        }
        Arrays.stream(page.locator("body").innerText().split("[\\s()]+"))
                .filter(keys::contains)
                .distinct()
                .map(key -> "a text is missing: " + key)
                .forEach(faults::add);
        return faults;
    }
}

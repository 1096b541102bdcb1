package dev.sekisho.app.running;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitUntilState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The console in a real browser, over a running demonstration. Screenshots go to {@code target/screenshots}. */
@DisabledIfSystemProperty(named = "sekisho.quick", matches = "true")
class BrowserIT {
    private static final int ROUNDS = Boolean.getBoolean("sekisho.nightly") ? 20 : 3;
    private static final Path SCREENSHOTS = Path.of("target/screenshots");

    /** Each page is looked at twice: both languages, both themes, and once as wide as a telephone. */
    private static final List<Look> LOOKS =
            List.of(new Look("ja", "ja-JP", ColorScheme.LIGHT, 1440), new Look("en", "en-GB", ColorScheme.DARK, 390));

    @TempDir
    Path folder;

    @Test
    void whoeverSignsInFindsEveryPageOfTheRouterWithRealTrafficInWordsAndWithoutBarriers() throws Exception {
        try (Sekisho sekisho = Sekisho.start(folder, Sekisho.configuration("", ""), List.of("--demo"), List.of());
                Playwright playwright = playwright();
                Browser browser = playwright.chromium().launch(launch())) {
            sekisho.api(0)
                    .await(
                            "/api/v1/stats?measure=requests",
                            Duration.ofSeconds(60),
                            stats -> stats.get("total").asLong() > 300);
            ConsoleRoutes routes =
                    ConsoleRoutes.read(Sekisho.root(), Map.of("/events/$id", "/events/" + blocked(sekisho)));
            assertThat(routes.ofCustomers()).hasSizeGreaterThan(15).contains("/trust/holds", "/privacy");
            assertThat(routes.ofOperators()).contains("/operator/licences", "/operator/mails");
            for (Look look : LOOKS) {
                for (Map.Entry<JsonNode, List<String>> reader : Map.of(
                                sekisho.customer(0).get("administrator"), routes.ofCustomers(),
                                sekisho.ready().get("operator"), routes.ofOperators())
                        .entrySet()) {
                    // Given
                    BrowserContext context = browser.newContext(look.context());
                    WatchedPage page = WatchedPage.of(context, look.language());
                    // When
                    signIn(page.page(), sekisho, reader.getKey());
                    // Then
                    for (String route : reader.getValue()) {
                        visit(page, sekisho, route, look.name());
                    }
                    context.close();
                }
            }
        }
    }

    @Test
    void aTextThatIsMissingAndAnErrorInTheBackgroundAreNoticed() throws Exception {
        try (Sekisho sekisho = Sekisho.start(folder, Sekisho.configuration("", ""), List.of("--demo"), List.of());
                Playwright playwright = playwright();
                Browser browser = playwright.chromium().launch(launch())) {
            // Given
            BrowserContext context = browser.newContext(LOOKS.getFirst().context());
            context.route("**/assets/ja-*.js", answer -> {
                APIResponse whole = answer.fetch();
                answer.fulfill(new Route.FulfillOptions()
                        .setResponse(whole)
                        .setBody(whole.text().replace("hold.none", "hold.nine")));
            });
            WatchedPage page = WatchedPage.of(context, "ja");
            signIn(page.page(), sekisho, sekisho.customer(0).get("administrator"));
            assertThat(page.faults()).isEmpty();
            // When
            page.page().navigate(sekisho.ready().get("console").asString() + "/trust/holds");
            settled(page.page());
            page.page().evaluate("console.error('on purpose')");
            // Then
            assertThat(page.faults()).anyMatch(fault -> fault.contains("hold.none"));
            assertThat(page.faults()).anyMatch(fault -> fault.contains("on purpose"));
            context.close();
        }
    }

    private static Playwright playwright() {
        return Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    }

    private static BrowserType.LaunchOptions launch() {
        return new BrowserType.LaunchOptions()
                .setExecutablePath(Path.of("/usr/bin/chromium"))
                .setArgs(List.of(
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync"));
    }

    private static void signIn(Page page, Sekisho sekisho, JsonNode who) {
        page.navigate(sekisho.ready().get("console").asString() + "/sign-in");
        page.fill("input[name=login]", who.get("login").asString());
        page.fill("input[name=password]", who.get("password").asString());
        page.click("button[type=submit]");
        page.waitForURL(url -> !url.contains("/sign-in"));
        settled(page);
    }

    /** Waits until a page has its heading and nothing of it is being read any more. */
    private static void settled(Page page) {
        page.waitForSelector("main h1, main h2");
        page.waitForFunction("() => document.querySelector('main [role=status][data-shown]') === null");
    }

    /**
     * Whoever goes on before a page is there cuts off what is loading. That must end those streams only: a server that closes the
     * connection over it takes the next page's files with it, and then that page stays blank.
     */
    @Test
    void goingOnBeforeAPageIsThereBreaksNothingElse() throws Exception {
        try (Sekisho sekisho = Sekisho.start(folder, Sekisho.configuration("", ""), List.of("--demo"), List.of());
                Playwright playwright = playwright();
                Browser browser = playwright.chromium().launch(launch())) {
            for (int round = 0; round < ROUNDS; round++) {
                // Given
                BrowserContext context = browser.newContext(new Browser.NewContextOptions().setIgnoreHTTPSErrors(true));
                List<String> broken = new ArrayList<>();
                Page page = context.newPage();
                page.onRequestFailed(request -> {
                    if (!request.failure().contains("ERR_ABORTED")) {
                        broken.add(request.url() + " " + request.failure());
                    }
                });
                signIn(page, sekisho, sekisho.customer(0).get("administrator"));
                // When
                for (int i = 0; i < 12; i++) {
                    page.navigate(
                            sekisho.ready().get("console").asString() + (i % 2 == 0 ? "/" : "/log"),
                            new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
                    page.waitForTimeout(50 + 70 * (i % 6));
                }
                page.navigate(sekisho.ready().get("console").asString() + "/log");
                settled(page);
                // Then
                assertThat(broken).isEmpty();
                context.close();
            }
        }
    }

    private static void visit(WatchedPage watched, Sekisho sekisho, String route, String variant) throws Exception {
        Page page = watched.page();
        page.navigate(sekisho.ready().get("console").asString() + route);
        settled(page);
        page.waitForLoadState();
        picture(page, (route.startsWith("/events/") ? "/event" : route).replace('/', '_') + "-" + variant);
        assertThat(watched.faults()).as(route + " " + variant).isEmpty();
        if (route.startsWith("/events/")) {
            page.waitForSelector("main ol li");
            assertThat(page.locator("main ol li").count()).isGreaterThan(1);
        }
        List<String> barriers = new AxeBuilder(page)
                        .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"))
                        .analyze()
                        .getViolations()
                        .stream()
                        .map(BrowserIT::words)
                        .toList();
        assertThat(barriers).as(route + " " + variant).isEmpty();
    }

    /** An event that a rule blocked. */
    private static String blocked(Sekisho sekisho) throws Exception {
        return sekisho.api(0)
                .get("/api/v1/events?action=block&limit=1")
                .get("items")
                .get(0)
                .get("id")
                .asString();
    }

    private static void picture(Page page, String name) throws Exception {
        Files.createDirectories(SCREENSHOTS);
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    private static String words(Rule rule) {
        return rule.getId() + ": " + rule.getHelp() + " "
                + rule.getNodes().stream().map(node -> node.getHtml()).limit(2).toList();
    }

    /** How a page is looked at. */
    private record Look(String language, String locale, ColorScheme scheme, int width) {
        String name() {
            return language + "-" + scheme;
        }

        Browser.NewContextOptions context() {
            return new Browser.NewContextOptions()
                    .setLocale(locale)
                    .setTimezoneId("Asia/Tokyo")
                    .setColorScheme(scheme)
                    .setIgnoreHTTPSErrors(true)
                    .setViewportSize(width, 900);
        }
    }
}

package dev.sekisho.app.running;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
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

/** The console in a real browser, over a running demonstration. Screenshots go to {@code target/screenshots}. */
@DisabledIfSystemProperty(named = "sekisho.quick", matches = "true")
class BrowserIT {
    private static final List<String> ROUTES =
            List.of("/", "/log", "/policy", "/policy/text", "/categories", "/trust/data");
    private static final int ROUNDS = Boolean.getBoolean("sekisho.nightly") ? 20 : 3;
    private static final Path SCREENSHOTS = Path.of("target/screenshots");

    @TempDir
    Path folder;

    @Test
    void anAdministratorSignsInAndEveryPageShowsRealTrafficWithoutBarriers() throws Exception {
        try (Sekisho sekisho = Sekisho.start(folder, Sekisho.configuration("", ""), List.of("--demo"), List.of());
                Playwright playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser = playwright.chromium().launch(launch())) {
            sekisho.api(0)
                    .await(
                            "/api/v1/stats?measure=requests",
                            Duration.ofSeconds(60),
                            stats -> stats.get("total").asLong() > 300);
            for (String language : List.of("en-GB", "ja-JP")) {
                for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                    // Given
                    BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                            .setLocale(language)
                            .setTimezoneId("Asia/Tokyo")
                            .setColorScheme(scheme)
                            .setIgnoreHTTPSErrors(true)
                            .setViewportSize(1280, 900));
                    List<String> errors = new ArrayList<>();
                    context.onWebError(error -> errors.add(error.error()));
                    Page page = context.newPage();
                    // When
                    signIn(page, sekisho);
                    // Then
                    for (String route : ROUTES) {
                        visit(page, sekisho, route, language.substring(0, 2) + "-" + scheme);
                    }
                    eventOpensWithItsTrace(page, sekisho, language.substring(0, 2) + "-" + scheme);
                    assertThat(errors).isEmpty();
                    context.close();
                }
            }
        }
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

    private static void signIn(Page page, Sekisho sekisho) {
        page.navigate(sekisho.ready().get("console").asString() + "/sign-in");
        page.fill(
                "input[name=login]",
                sekisho.customer(0).get("administrator").get("login").asString());
        page.fill(
                "input[name=password]",
                sekisho.customer(0).get("administrator").get("password").asString());
        page.click("button[type=submit]");
        page.waitForURL(url -> !url.contains("/sign-in"));
        settled(page);
    }

    private static void settled(Page page) {
        page.waitForSelector("main h1, main h2");
    }

    /**
     * Whoever goes on before a page is there cuts off what is loading. That must end those streams only: a server that closes the
     * connection over it takes the next page's files with it, and then that page stays blank.
     */
    @Test
    void goingOnBeforeAPageIsThereBreaksNothingElse() throws Exception {
        try (Sekisho sekisho = Sekisho.start(folder, Sekisho.configuration("", ""), List.of("--demo"), List.of());
                Playwright playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
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
                signIn(page, sekisho);
                // When
                for (int i = 0; i < 12; i++) {
                    page.navigate(
                            sekisho.ready().get("console").asString() + ROUTES.get(i % 2),
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

    private static void visit(Page page, Sekisho sekisho, String route, String variant) throws Exception {
        page.navigate(sekisho.ready().get("console").asString() + route);
        settled(page);
        page.waitForLoadState();
        page.waitForTimeout(1_500);
        picture(page, route.replace('/', '_') + "-" + variant);
        List<String> barriers = new AxeBuilder(page)
                        .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"))
                        .analyze()
                        .getViolations()
                        .stream()
                        .map(BrowserIT::words)
                        .toList();
        assertThat(barriers).as(route + " " + variant).isEmpty();
    }

    private static void eventOpensWithItsTrace(Page page, Sekisho sekisho, String variant) throws Exception {
        String blocked = sekisho.api(0)
                .get("/api/v1/events?action=block&limit=1")
                .get("items")
                .get(0)
                .get("id")
                .asString();
        page.navigate(sekisho.ready().get("console").asString() + "/events/" + blocked);
        page.waitForSelector("main ol li");
        picture(page, "event-" + variant);
        assertThat(page.locator("main ol li").count()).isGreaterThan(1);
    }

    private static void picture(Page page, String name) throws Exception {
        Files.createDirectories(SCREENSHOTS);
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    private static String words(Rule rule) {
        return rule.getId() + ": " + rule.getHelp() + " "
                + rule.getNodes().stream().map(node -> node.getHtml()).limit(2).toList();
    }
}

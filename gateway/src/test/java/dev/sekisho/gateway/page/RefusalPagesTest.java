package dev.sekisho.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.id.EventId;
import dev.sekisho.kernel.id.Id128;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class RefusalPagesTest {
    private static final int MAX_BYTES = 14_000;
    private static final Instant AT = Instant.parse("2026-11-22T09:44:00Z");
    private static final EventId EVENT = new EventId(new Id128(0x0123456789abcdefL, 0x0123456789abcdefL));
    private static final Refusal.Reason BY_RULE = new Refusal.ByRule("no-gambling", List.of("x-unknown"), List.of());
    private final RefusalPages pages = new RefusalPages();

    static Refusal refusal(Refusal.Reason reason) {
        return new Refusal(
                reason,
                "play.example",
                "/slots/today",
                AT,
                ZoneId.of("Asia/Tokyo"),
                Optional.of(new Refusal.Customer("Example Co.", "IT desk, 内線 1234")),
                Optional.of(new Refusal.Recorded(EVENT, true, 181)));
    }

    /** Every reason that a gateway gives. */
    static Stream<Refusal.Reason> reasons() {
        List<Refusal.Reason> reasons = new ArrayList<>();
        reasons.add(BY_RULE);
        reasons.add(new Refusal.ByRule("no-listed", List.of(), List.of("listed")));
        reasons.add(new Refusal.ByRule("nothing", List.of(), List.of()));
        for (ErrorCode code : ErrorCode.values()) {
            if (code.name().startsWith("CERTIFICATE_")) {
                reasons.add(new Refusal.BadCertificate(code, Optional.empty()));
                reasons.add(new Refusal.BadCertificate(code, Optional.of(AT)));
            } else {
                reasons.add(new Refusal.Other(code, code == ErrorCode.DESTINATION_REFUSED ? "loopback" : ""));
            }
        }
        return reasons.stream();
    }

    private Document page(Refusal refusal, String language) throws Exception {
        Rendered rendered = pages.render(refusal, "text/html,*/*;q=0.8", language);
        assertThat(rendered.headers()).containsEntry("content-type", "text/html; charset=utf-8");
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(rendered.body()));
    }

    private static String text(Document page, String language) {
        NodeList sections = page.getElementsByTagName("section");
        for (int i = 0; i < sections.getLength(); i++) {
            Element section = (Element) sections.item(i);
            if (section.getAttribute("lang").equals(language)) {
                return section.getTextContent();
            }
        }
        throw new AssertionError("no section in " + language);
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void everyPageIsWellFormedSmallAndInBothLanguages(Refusal.Reason reason) throws Exception {
        for (String language : List.of("ja", "en")) {
            // When
            Rendered rendered = pages.render(refusal(reason), "text/html", language);
            Document page = page(refusal(reason), language);
            // Then
            assertThat(rendered.body().length).isLessThan(MAX_BYTES);
            assertThat(page.getDocumentElement().getAttribute("lang")).isEqualTo(language);
            assertThat(page.getElementsByTagName("script").getLength()).isZero();
            assertThat(text(page, "ja"))
                    .contains("イベントID", "2027年5月22日", reason.code().code());
            assertThat(text(page, "en"))
                    .contains("Event ID", "22 May 2027", reason.code().code());
            assertThat(new String(rendered.body(), StandardCharsets.UTF_8)).doesNotContainPattern("\\{[a-z]+\\}[^\\s]");
            assertThat(((Element) page.getElementsByTagName("section").item(0)).getAttribute("lang"))
                    .isEqualTo(language);
        }
    }

    @Test
    void aBlockedPageSaysWhatWhyWhoAndWhatWasRecorded() throws Exception {
        // When
        Document page = page(refusal(BY_RULE), "en");
        // Then
        assertThat(text(page, "en"))
                .contains(
                        "■ Blocked",
                        "Your organisation blocks this page.",
                        "It belongs to \"x-unknown\", which the rule \"no-gambling\" does not allow.",
                        "Need it for your work? Ask for access and say what for.",
                        "Example Co.: IT desk, 内線 1234",
                        "Recorded: time, site, rule and your pseudonym. Deleted on 22 May 2027.",
                        "play.example/slots/today",
                        "22 Nov 2026 18:44 JST");
        assertThat(text(page, "ja"))
                .contains(
                        "お使いの組織のポリシーにより、このページは表示できません。",
                        "このサイトは「x-unknown」に分類されており、ルール「no-gambling」で制限されています。",
                        "2026年11月22日 18:44 JST");
    }

    @Test
    void theEventIsShownWholeInGroupsOfFourAndEndsWithItsShortForm() throws Exception {
        Document page = page(refusal(BY_RULE), "en");
        String text = text(page, "en");
        assertThat(text.replace("-", "")).contains(EVENT.toString());
        assertThat(((Element) page.getElementsByTagName("meta").item(2)).getAttribute("content"))
                .isEqualTo(EVENT.toString());
        assertThat(text)
                .containsPattern("[0-9A-Z]{2}(-[0-9A-Z]{4}){4}-" + EVENT.value().shortText());
    }

    @Test
    void nothingFromOutsideBecomesMarkup() throws Exception {
        // Given
        String evil = "<script>alert(1)</script>\"'&\u202e\u0000\ud800";
        Refusal refusal = new Refusal(
                new Refusal.ByRule(evil, List.of(evil), List.of(evil)),
                evil,
                "/" + evil + "x".repeat(20_000),
                AT,
                ZoneId.of("UTC"),
                Optional.of(new Refusal.Customer(evil, evil.repeat(500))),
                Optional.of(new Refusal.Recorded(EVENT, false, 30)));
        // When
        Document page = page(refusal, "en");
        Rendered problem = pages.render(refusal, "", "en");
        // Then
        assertThat(page.getElementsByTagName("script").getLength()).isZero();
        assertThat(text(page, "en")).contains("<script>alert(1)</script>").doesNotContain("\u202e");
        assertThat(pages.render(refusal, "text/html", "en").body().length).isLessThan(MAX_BYTES);
        assertThat(problem.headers().get("x-sekisho-block")).matches("[\\x21-\\x7e]+");
        assertThat(new String(problem.body(), StandardCharsets.UTF_8))
                .doesNotContain("\u0000")
                .contains("\\ud800");
    }

    @Test
    void whoDoesNotAskForHtmlGetsAProblemDocument() {
        for (String accept : List.of("", "*/*", "application/json", "image/avif,*/*;q=0.8", "text/html;q=0")) {
            // When
            Rendered rendered = pages.render(refusal(BY_RULE), accept, "");
            // Then
            assertThat(rendered.status()).isEqualTo(403);
            assertThat(rendered.headers())
                    .containsEntry("content-type", "application/problem+json")
                    .containsEntry("x-sekisho-block", "no-gambling")
                    .containsEntry("cache-control", "no-store");
            assertThat(new String(rendered.body(), StandardCharsets.UTF_8))
                    .isEqualTo(
                            "{\"type\": \"tag:sekisho.dev,2026:problem/blocked-by-rule\", \"title\": \"Your organisation"
                                    + " blocks this page.\", \"status\": 403, \"detail\": \"It belongs to \\\"x-unknown\\\", which the"
                                    + " rule \\\"no-gambling\\\" does not allow.\", \"code\": \"blocked-by-rule\", \"rule\":"
                                    + " \"no-gambling\", \"eventId\": \"" + EVENT + "\"}\n");
        }
    }

    @Test
    void theLanguageFollowsTheBrowser() {
        for (String japanese : List.of("ja", "ja-JP,en;q=0.5", "de, ja;q=0.9, en;q=0.1", "fr,ja")) {
            assertThat(pages.render(refusal(BY_RULE), "text/html", japanese).headers())
                    .containsEntry("content-language", "ja");
        }
        for (String english : List.of("", "en-GB", "de", "*", "not;;a q=header", "x".repeat(5_000), "en,ja;q=0.5")) {
            assertThat(pages.render(refusal(BY_RULE), "text/html", english).headers())
                    .containsEntry("content-language", "en");
        }
    }

    @Test
    void statusesSayWhoseFaultItIs() {
        assertThat(status(ErrorCode.NAME_NOT_RESOLVED)).isEqualTo(502);
        assertThat(status(ErrorCode.UPSTREAM_TIMEOUT)).isEqualTo(504);
        assertThat(status(ErrorCode.BAD_REQUEST)).isEqualTo(400);
        assertThat(status(ErrorCode.OVERLOADED)).isEqualTo(503);
        assertThat(pages.render(refusal(new Refusal.Other(ErrorCode.OVERLOADED)), "", "")
                        .headers())
                .containsEntry("retry-after", "5")
                .doesNotContainKey("x-sekisho-block");
        assertThat(status(ErrorCode.TOO_MANY_REQUESTS)).isEqualTo(429);
        assertThat(pages.render(refusal(new Refusal.Other(ErrorCode.TOO_MANY_REQUESTS)), "", "")
                        .headers())
                .containsEntry("retry-after", "5")
                .doesNotContainKey("x-sekisho-block");
        assertThat(status(ErrorCode.INTERNAL)).isEqualTo(500);
        assertThat(pages.render(refusal(new Refusal.Other(ErrorCode.INTERNAL)), "", "")
                        .headers())
                .doesNotContainKey("retry-after");
        Rendered signIn =
                pages.render(refusal(new Refusal.Other(ErrorCode.PROXY_AUTHENTICATION_REQUIRED)), "text/html", "");
        assertThat(signIn.status()).isEqualTo(407);
        assertThat(signIn.headers().get("proxy-authenticate")).startsWith("Basic realm=");
        Rendered certificate = pages.render(
                refusal(new Refusal.BadCertificate(ErrorCode.CERTIFICATE_EXPIRED, Optional.of(AT))), "", "");
        assertThat(certificate.status()).isEqualTo(502);
        assertThat(new String(certificate.body(), StandardCharsets.UTF_8))
                .contains(
                        "The certificate of play.example ran out on 22 Nov 2026. To keep you safe we did not connect.");
    }

    private int status(ErrorCode code) {
        return pages.render(refusal(new Refusal.Other(code)), "", "").status();
    }

    @Test
    void withoutAnEventOrACustomerThePageSaysSo() throws Exception {
        // Given
        Refusal refusal = new Refusal(
                new Refusal.Other(ErrorCode.ON_RAMP_UNKNOWN),
                "",
                "",
                AT,
                ZoneOffset.UTC,
                Optional.empty(),
                Optional.empty());
        // When
        String text = text(page(refusal, "en"), "en");
        // Then
        assertThat(text)
                .contains("Nothing was recorded", "Whoever set up the network")
                .doesNotContain("Event ID");
        assertThat(new String(pages.render(refusal, "", "").body(), StandardCharsets.UTF_8))
                .contains("\"rule\": null", "\"eventId\": null");
    }

    @Test
    void theStyleIsAllowedByItsHashAndNothingElseIs() throws Exception {
        // When
        Rendered rendered = pages.render(refusal(BY_RULE), "text/html", "en");
        // Then
        String html = new String(rendered.body(), StandardCharsets.UTF_8);
        String style = html.substring(html.indexOf("<style>") + 7, html.indexOf("</style>"));
        String hash = java.util.Base64.getEncoder()
                .encodeToString(java.security.MessageDigest.getInstance("SHA-256")
                        .digest(style.getBytes(StandardCharsets.UTF_8)));
        assertThat(rendered.headers().get("content-security-policy"))
                .startsWith("default-src 'none'; style-src 'sha256-" + hash + "'");
        assertThat(html).doesNotContain("style=\"", "http://", "https://", "onclick", "onload");
    }
}

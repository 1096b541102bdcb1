package dev.sekisho.gateway.page;

import dev.sekisho.kernel.id.EventId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/**
 * The page: one file, no script, nothing fetched. Both languages are in it; a choice between them works by style alone, and a
 * browser too old for that shows both. The markup is HTML and well-formed XML at once.
 */
final class HtmlPage {
    private final String style;
    private final String contentSecurityPolicy;

    HtmlPage() {
        style = readStyle();
        contentSecurityPolicy =
                "default-src 'none'; style-src 'sha256-" + sha256(style) + "'; base-uri 'none'; form-action 'none'";
    }

    /** Allows exactly the page's own style (CSP level 3) and nothing else. */
    String contentSecurityPolicy() {
        return contentSecurityPolicy;
    }

    /**
     * Renders a page.
     *
     * @param languages the one that shows first, then the others
     */
    byte[] render(Refusal refusal, List<Texts> languages) {
        Texts first = languages.getFirst();
        Outcome outcome = Outcome.of(refusal.reason().code());
        StringBuilder out = new StringBuilder(8_192);
        out.append("<!DOCTYPE html>\n<html lang=\"").append(first.tag()).append("\">\n<head>\n");
        out.append("<meta charset=\"utf-8\"/>\n<title>");
        out.append(outcome.mark())
                .append(' ')
                .append(Plain.html(Wording.of(refusal, first).title()));
        out.append("</title>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
        refusal.record()
                .ifPresent(record -> out.append("<meta name=\"sekisho-event\" content=\"")
                        .append(record.event())
                        .append("\"/>\n"));
        out.append("<meta name=\"robots\" content=\"noindex\"/>\n<style>")
                .append(style)
                .append("</style>\n</head>\n");
        out.append("<body class=\"").append(outcome.word()).append("\">\n");
        header(out, refusal, languages);
        out.append("<main>\n");
        for (Texts texts : languages) {
            section(out, refusal, texts, outcome);
        }
        out.append("</main>\n</body>\n</html>\n");
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void header(StringBuilder out, Refusal refusal, List<Texts> languages) {
        String organisation =
                refusal.customer().map(Refusal.Customer::organisation).orElse("Sekisho");
        out.append("<header>\n<p>")
                .append(Plain.html(Plain.visible(organisation, 120)))
                .append("</p>\n");
        out.append("<fieldset><legend>")
                .append(languages.getFirst().text("label.language"))
                .append("</legend>\n");
        for (String tag : List.of("ja", "en")) {
            String checked = languages.getFirst().tag().equals(tag) ? " checked=\"checked\"" : "";
            out.append("<label lang=\"").append(tag).append("\"><input type=\"radio\" name=\"language\" id=\"");
            out.append(tag).append('"').append(checked).append("/> ");
            out.append(tag.equals("ja") ? "日本語" : "English").append("</label>\n");
        }
        out.append("</fieldset>\n</header>\n");
    }

    private static void section(StringBuilder out, Refusal refusal, Texts texts, Outcome outcome) {
        Wording words = Wording.of(refusal, texts);
        out.append("<section lang=\"")
                .append(texts.tag())
                .append("\" class=\"")
                .append(texts.tag())
                .append("\">\n");
        out.append("<p class=\"badge\"><span aria-hidden=\"true\">")
                .append(outcome.mark())
                .append("</span> ");
        out.append(texts.text("badge." + outcome.word())).append("</p>\n");
        out.append("<h1>").append(Plain.html(words.title())).append("</h1>\n");
        out.append("<p class=\"lead\">").append(Plain.html(words.why())).append("</p>\n<dl>\n");
        words.details().forEach((label, value) -> detail(out, label, Plain.html(value)));
        refusal.record().ifPresent(record -> detail(out, texts.text("label.event"), grouped(record.event())));
        out.append("</dl>\n");
        paragraphs(out, texts.text("heading.do"), List.of(words.action()));
        paragraphs(out, texts.text("heading.ask"), List.of(words.contact()));
        paragraphs(out, texts.text("heading.recorded"), words.recorded());
        out.append("</section>\n");
    }

    private static void detail(StringBuilder out, String label, String escaped) {
        out.append("<dt>")
                .append(Plain.html(label))
                .append("</dt><dd>")
                .append(escaped)
                .append("</dd>\n");
    }

    private static void paragraphs(StringBuilder out, String heading, List<String> sentences) {
        out.append("<h2>").append(Plain.html(heading)).append("</h2>\n");
        for (String sentence : sentences) {
            out.append("<p>").append(Plain.html(sentence)).append("</p>\n");
        }
    }

    /** In groups of four from the end, so that the last two are the short form that logs show. */
    private static String grouped(EventId event) {
        String text = event.toString();
        StringBuilder groups = new StringBuilder(text.substring(0, text.length() % 4));
        for (int i = text.length() % 4; i < text.length(); i += 4) {
            groups.append(groups.isEmpty() ? "" : "-").append(text, i, i + 4);
        }
        int tail = groups.length() - 9;
        return "<code>" + groups.substring(0, tail) + "<strong>" + groups.substring(tail) + "</strong></code>";
    }

    private static String readStyle() {
        try (InputStream in = HtmlPage.class.getResourceAsStream("page.css")) {
            if (in == null) {
                throw new IllegalStateException("page.css is missing from the build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}

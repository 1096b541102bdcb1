package dev.sekisho.control.setup;

import dev.sekisho.control.page.Html;
import dev.sekisho.control.page.Texts;
import java.util.Map;

/** The set-up form as HTML. */
final class SetupView {
    private SetupView() {}

    static String body(
            Texts texts, SetupForm form, Map<String, String> problems, String message, String region, String hidden) {
        StringBuilder html = new StringBuilder()
                .append(Html.languages("/setup"))
                .append(Html.alert(message))
                .append(paragraph(texts, "setup.intro"))
                .append("<form method=\"post\" action=\"/setup?lang=")
                .append(texts.language())
                .append("\">")
                .append(hidden);
        section(html, texts, "setup.operator");
        html.append(hint(texts, "setup.operator.hint"));
        field(html, texts, form, problems, "operatorLogin", "text", "required maxlength=\"200\" autocomplete=\"off\"");
        password(html, texts, form, problems, "operatorPassword");
        html.append("</fieldset>");
        section(html, texts, "setup.customer");
        field(
                html,
                texts,
                form,
                problems,
                "customerName",
                "text",
                "required maxlength=\"200\" autocomplete=\"organization\"");
        html.append("<p><strong>")
                .append(Html.text(texts.get("setup.region")))
                .append(":</strong> ")
                .append(Html.text(region))
                .append("<br><span class=\"hint\">")
                .append(Html.text(texts.get("setup.region.hint")))
                .append("</span></p>");
        field(html, texts, form, problems, "source", "text", "required maxlength=\"64\" autocomplete=\"off\"");
        html.append(hint(texts, "setup.source.hint")).append("</fieldset>");
        section(html, texts, "setup.admin");
        html.append(hint(texts, "setup.admin.hint"));
        field(
                html,
                texts,
                form,
                problems,
                "adminLogin",
                "text",
                "required maxlength=\"200\" autocomplete=\"username\"");
        password(html, texts, form, problems, "adminPassword");
        html.append("</fieldset>");
        section(html, texts, "setup.policy");
        for (String name : Starters.NAMES) {
            html.append("<label class=\"choice\"><input type=\"radio\" name=\"policy\" value=\"")
                    .append(name)
                    .append(name.equals(form.get("policy")) ? "\" checked> " : "\"> ")
                    .append(Html.text(texts.get("setup.policy." + name)))
                    .append("</label>");
        }
        return html.append(hint(texts, "setup.names"))
                .append("</fieldset><button type=\"submit\">")
                .append(Html.text(texts.get("setup.button")))
                .append("</button></form>")
                .toString();
    }

    private static void section(StringBuilder html, Texts texts, String key) {
        html.append("<fieldset><legend>").append(Html.text(texts.get(key))).append("</legend>");
    }

    private static void password(
            StringBuilder html, Texts texts, SetupForm form, Map<String, String> problems, String name) {
        field(
                html,
                texts,
                form,
                problems,
                name,
                "password",
                "required minlength=\"" + SetupForm.MIN_PASSWORD_CHARS
                        + "\" maxlength=\"1024\" autocomplete=\"new-password\"");
    }

    private static void field(
            StringBuilder html,
            Texts texts,
            SetupForm form,
            Map<String, String> problems,
            String name,
            String type,
            String attributes) {
        String problem = problems.get(name);
        String marked = problem == null
                ? attributes
                : attributes + " aria-invalid=\"true\" aria-describedby=\"" + name + "-problem\"";
        html.append(Html.field(texts, name, type, form.get(name), marked));
        if (problem != null) {
            html.append("<p class=\"problem\" id=\"")
                    .append(name)
                    .append("-problem\">")
                    .append(Html.text(problem))
                    .append("</p>");
        }
    }

    private static String paragraph(Texts texts, String key) {
        return "<p>" + Html.text(texts.get(key)) + "</p>";
    }

    private static String hint(Texts texts, String key) {
        return "<p class=\"hint\">" + Html.text(texts.get(key)) + "</p>";
    }
}

package dev.sekisho.control.page;

/** HTML that is built by hand: every value goes through {@link #text}. */
public final class Html {
    private Html() {}

    /** A value as text or as a double-quoted attribute. */
    public static String text(String value) {
        StringBuilder out = new StringBuilder(value.length() + 16);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    /**
     * The frame of a page.
     *
     * @param texts the language
     * @param title the page's title, as plain text
     * @param body HTML
     */
    public static String page(Texts texts, String title, String body) {
        return """
                <!doctype html>
                <html lang="%s">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="robots" content="noindex">
                <meta name="color-scheme" content="light dark">
                <title>%s · Sekisho</title>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml">
                <link rel="stylesheet" href="/pages.css">
                </head>
                <body>
                <header><span class="mark" aria-hidden="true">関</span> <span class="product">Sekisho</span></header>
                <main>
                <h1>%s</h1>
                %s
                </main>
                </body>
                </html>
                """.formatted(texts.language(), text(title), text(title), body);
    }

    /** A labelled input with a hint; {@code value} is plain text. */
    public static String field(Texts texts, String name, String type, String value, String attributes) {
        return """
                <div class="field"><label for="%1$s">%2$s</label>
                <input id="%1$s" name="%1$s" type="%3$s" value="%4$s" %5$s></div>
                """.formatted(name, text(texts.get("field." + name)), type, text(value), attributes);
    }

    /** A message that takes the reader's attention first. */
    public static String alert(String message) {
        return message.isEmpty() ? "" : "<p class=\"alert\" role=\"alert\">" + text(message) + "</p>";
    }

    /** Links to the same page in the two languages. */
    public static String languages(String path) {
        return """
                <nav class="languages" aria-label="Language / 言語"><a lang="en" href="%1$s?lang=en">English</a> · <a lang="ja" href="%1$s?lang=ja">日本語</a></nav>
                """.formatted(path);
    }
}

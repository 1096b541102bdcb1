package dev.sekisho.trust.mail;

/**
 * Text without the marks of HTML: tags and comments become a space, scripts and style sheets go with what is in them. Every character
 * is looked at a fixed number of times, whatever a stranger wrote: what was searched for in vain is not searched for again.
 */
final class Markup {
    /** Longer ones are text: an open bracket somewhere does not swallow a mail. */
    private static final int MAX_TAG_CHARS = 10_000;

    private static final String[] UNSEEN = {"script", "style"};

    private final String html;
    private final StringBuilder text = new StringBuilder();
    private final boolean[] endless = new boolean[UNSEEN.length];
    private int nextClose = -1;

    private Markup(String html) {
        this.html = html;
    }

    /** The text of {@code html}. */
    static String strip(String html) {
        return new Markup(html).stripped();
    }

    private String stripped() {
        int at = 0;
        while (at < html.length()) {
            int open = html.indexOf('<', at);
            if (open < 0) {
                break;
            }
            text.append(html, at, open);
            int close = close(open);
            if (close - open > MAX_TAG_CHARS) {
                text.append('<');
                at = open + 1;
            } else {
                text.append(' ');
                at = behind(open, close);
            }
        }
        return text.append(html, at, html.length()).toString();
    }

    /** Where the tag that opens at {@code from} closes; far away if nowhere. Callers ask in order. */
    private int close(int from) {
        if (nextClose < from) {
            int found = html.indexOf('>', from);
            nextClose = found < 0 ? Integer.MAX_VALUE : found;
        }
        return nextClose;
    }

    /** Where text goes on after a tag: after a script that ends, behind its end. */
    private int behind(int open, int close) {
        for (int i = 0; i < UNSEEN.length; i++) {
            if (!endless[i] && isNamed(UNSEEN[i], open + 1)) {
                int end = end(UNSEEN[i], close + 1);
                endless[i] = end < 0;
                return end < 0 ? close + 1 : end;
            }
        }
        return close + 1;
    }

    private boolean isNamed(String name, int at) {
        int end = at + name.length();
        return html.regionMatches(true, at, name, 0, name.length())
                && end < html.length()
                && !Character.isLetterOrDigit(html.charAt(end));
    }

    /** Behind the closing tag, or -1 if there is none. */
    private int end(String name, int from) {
        for (int at = html.indexOf("</", from); at >= 0; at = html.indexOf("</", at + 2)) {
            if (isNamed(name, at + 2)) {
                int close = html.indexOf('>', at);
                return close < 0 ? -1 : close + 1;
            }
        }
        return -1;
    }
}

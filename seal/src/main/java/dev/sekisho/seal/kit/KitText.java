package dev.sekisho.seal.kit;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * The page of a share in one language. No line of its text begins with a number, so that it is never taken for a line of the share.
 *
 * @param texts its words
 */
record KitText(ResourceBundle texts) {
    static KitText of(Locale language) {
        Locale known = language.getLanguage().equals(Locale.JAPANESE.getLanguage()) ? Locale.JAPANESE : Locale.ROOT;
        return new KitText(ResourceBundle.getBundle(
                "dev.sekisho.seal.kit.kit",
                known,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES)));
    }

    String page(Share share, String lines) {
        StringBuilder page = new StringBuilder();
        page.append(text("title"))
                .append('\n')
                .append(text("share", share.number(), share.count(), share.needed()))
                .append("\n\n");
        page.append(text("region", share.region().name())).append('\n');
        page.append(text("root", share.root().toString())).append('\n');
        page.append(text("kit", share.kitName())).append('\n');
        page.append(text("made", share.made().toString())).append("\n\n");
        page.append(text("what")).append('\n');
        page.append(
                        switch (share.lock()) {
                            case NONE -> text("lock.none", share.needed());
                            case PASSPHRASE -> text("lock.passphrase", share.needed());
                            case SERVICE -> text("lock.service");
                        })
                .append("\n\n");
        page.append(text("keep")).append("\n\n");
        page.append(text("use", share.needed())).append("\n\n");
        return page.append(lines)
                .append('\n')
                .append(text("typing"))
                .append('\n')
                .toString();
    }

    private String text(String key, Object... values) {
        return new MessageFormat(texts.getString(key), Locale.ROOT).format(values);
    }
}

package dev.sekisho.app.standalone;

import dev.sekisho.kernel.id.PersonToken;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Looks for people's tokens, which are drawn at random and so have no mark: their bytes and their text, also backwards. */
final class TokenTrace implements Canaries.Trace {
    private static final int PAIRS = 1 << 16;
    private final List<Needle> needles = new ArrayList<>();
    private final boolean[] begins = new boolean[PAIRS];

    /** One token to look for, told as this suffix. */
    void add(String suffix, String token) {
        PersonToken read = PersonToken.parse(token);
        byte[] text = token.substring(2).getBytes(StandardCharsets.US_ASCII);
        for (byte[] form : List.of(read.value().bytes(), text)) {
            add(new Needle(suffix, form));
            byte[] backwards = new byte[form.length];
            for (int i = 0; i < form.length; i++) {
                backwards[i] = form[form.length - 1 - i];
            }
            add(new Needle(suffix, backwards));
        }
    }

    private void add(Needle needle) {
        needles.add(needle);
        begins[pair(needle.bytes(), 0)] = true;
    }

    @Override
    public void in(byte[] content, Consumer<String> found) {
        for (int at = 0; at + 1 < content.length; at++) {
            if (begins[pair(content, at)]) {
                for (Needle needle : needles) {
                    if (needle.at(content, at)) {
                        found.accept(needle.suffix());
                    }
                }
            }
        }
    }

    private static int pair(byte[] content, int at) {
        return (content[at] & 0xff) << 8 | content[at + 1] & 0xff;
    }

    private record Needle(String suffix, byte[] bytes) {
        boolean at(byte[] content, int at) {
            return at + bytes.length <= content.length
                    && java.util.Arrays.equals(content, at, at + bytes.length, bytes, 0, bytes.length);
        }
    }
}

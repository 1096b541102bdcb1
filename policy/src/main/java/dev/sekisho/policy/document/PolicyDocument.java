package dev.sekisho.policy.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Work on the text of a policy document. */
public final class PolicyDocument {
    /** Needs no quotes in YAML, in a flow or out of it, and is never read as anything but text. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_.+-]*(?:@[A-Za-z0-9_.-]+)?");

    private static final Pattern NOT_TEXT = Pattern.compile("(?i)true|false|null|yes|no|on|off|y|n");

    private PolicyDocument() {}

    /**
     * Rewrites the people that rules name ({@code when.user}, also under {@code not}), and nothing else: comments, order and
     * layout stay. Used to turn logins into tokens before a document is stored, and back when it is shown.
     *
     * @param text a document that may have other problems; text that is not YAML is returned as it is
     * @param names the new spelling; empty keeps the old one (the compiler reports it as {@code unknown-user})
     */
    public static String mapUsers(String text, Function<String, Optional<String>> names) {
        StringBuilder out = new StringBuilder(text.length() + 64);
        Cursor cursor = new Cursor(text);
        for (ScalarNode user : userNodes(text)) {
            Optional<String> name = names.apply(user.getValue());
            if (name.isPresent()
                    && user.getStartMark().isPresent()
                    && user.getEndMark().isPresent()) {
                int before = cursor.position();
                out.append(
                        text, before, cursor.advanceTo(user.getStartMark().get().getIndex()));
                appendScalar(out, name.get(), user.getScalarStyle());
                cursor.advanceTo(user.getEndMark().get().getIndex());
            }
        }
        return out.append(text, cursor.position(), text.length()).toString();
    }

    /** The people that rules name, as they are spelled. */
    public static SortedSet<String> users(String text) {
        SortedSet<String> users = new TreeSet<>();
        userNodes(text).forEach(node -> users.add(node.getValue()));
        return users;
    }

    private static List<ScalarNode> userNodes(String text) {
        List<ScalarNode> users = new ArrayList<>();
        Tree.read(text, new Problems()).ifPresent(root -> {
            for (String section : List.of("decryption", "access")) {
                children(
                        root,
                        section,
                        rules -> items(
                                rules,
                                rule -> children(
                                        rule, "when", when -> children(when, "user", user -> scalars(user, users)))));
            }
        });
        users.sort((a, b) -> Integer.compare(start(a), start(b)));
        return users;
    }

    private static int start(Node node) {
        return node.getStartMark().map(mark -> mark.getIndex()).orElse(0);
    }

    private static void children(Node node, String key, Consumer<Node> use) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode name
                        && name.getValue().equals(key)) {
                    use.accept(tuple.getValueNode());
                }
            }
        }
    }

    private static void items(Node node, Consumer<Node> use) {
        if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(use);
        }
    }

    private static void scalars(Node node, List<ScalarNode> found) {
        switch (node) {
            case ScalarNode scalar -> found.add(scalar);
            case SequenceNode sequence -> sequence.getValue().forEach(item -> scalars(item, found));
            case MappingNode mapping -> mapping.getValue().forEach(tuple -> scalars(tuple.getValueNode(), found));
            default -> {
                // the tree has no other kinds of nodes
            }
        }
    }

    private static void appendScalar(StringBuilder out, String text, ScalarStyle before) {
        boolean plain = PLAIN.matcher(text).matches() && !NOT_TEXT.matcher(text).matches();
        if (before == ScalarStyle.PLAIN && plain) {
            out.append(text);
        } else if (before == ScalarStyle.SINGLE_QUOTED && plain) {
            out.append('\'').append(text).append('\'');
        } else {
            Quoted.append(out, text);
        }
    }

    /** Turns positions in code points, in which YAML counts, into positions in characters; forward only. */
    private static final class Cursor {
        private final String text;
        private int chars;
        private int codePoints;

        Cursor(String text) {
            this.text = text;
        }

        int position() {
            return chars;
        }

        int advanceTo(int codePoint) {
            chars = text.offsetByCodePoints(chars, codePoint - codePoints);
            codePoints = codePoint;
            return chars;
        }
    }
}

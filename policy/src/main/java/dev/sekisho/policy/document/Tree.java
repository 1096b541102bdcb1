package dev.sekisho.policy.document;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** The syntax tree of a YAML 1.2 text, of which JSON is a part. Aliases are refused: they can make a small text huge. */
final class Tree {
    /** The longest document, in characters. */
    static final int CHARS_MAX = 4 * 1024 * 1024;

    private static final int DEPTH_MAX = 32;
    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setUseMarks(true)
            .setAllowDuplicateKeys(true)
            .setCodePointLimit(CHARS_MAX)
            .build();

    private Tree() {}

    /** The root, or null if the text is empty or has a problem that {@code problems} got. */
    static Optional<Node> read(String text, Problems problems) {
        if (text.length() > CHARS_MAX) {
            problems.add(
                    ProblemCode.TOO_LARGE,
                    "The document is longer than " + CHARS_MAX + " characters.",
                    Optional.empty(),
                    "");
            return Optional.empty();
        }
        try {
            return isSound(text, problems) ? new Compose(SETTINGS).composeString(text) : Optional.empty();
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> place = e.getProblemMark().or(e::getContextMark);
            problems.add(ProblemCode.SYNTAX, "This is not YAML or JSON: " + e.getProblem() + ".", place, "");
        } catch (YamlEngineException e) {
            problems.add(ProblemCode.SYNTAX, "This is not YAML or JSON: " + firstLine(e) + ".", Optional.empty(), "");
        }
        return Optional.empty();
    }

    private static boolean isSound(String text, Problems problems) {
        int depth = 0;
        for (Event event : new Parse(SETTINGS).parseString(text)) {
            if (event instanceof AliasEvent) {
                problems.add(
                        ProblemCode.SYNTAX,
                        "Anchors and aliases are not supported: write the value out.",
                        event.getStartMark(),
                        "");
                return false;
            }
            depth += event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
            if (depth > DEPTH_MAX) {
                problems.add(
                        ProblemCode.TOO_LARGE,
                        "The document is nested more than " + DEPTH_MAX + " deep.",
                        event.getStartMark(),
                        "");
                return false;
            }
        }
        return true;
    }

    private static String firstLine(YamlEngineException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}

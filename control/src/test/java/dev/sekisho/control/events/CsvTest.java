package dev.sekisho.control.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** CSV that spreadsheets neither misread nor run. */
class CsvTest {
    @Property(tries = 500)
    void whatIsWrittenIsReadAgain(@ForAll List<String> cells) throws IOException {
        // Given
        List<String> row = new ArrayList<>(cells);
        row.add("last");
        // When
        StringWriter out = new StringWriter();
        Csv.line(out, row);
        // Then
        List<String> back = parse(out.toString());
        assertThat(back).hasSameSizeAs(row);
        for (int i = 0; i < row.size(); i++) {
            assertThat(back.get(i)).isIn(row.get(i), "'" + row.get(i));
        }
    }

    @Property(tries = 500)
    void noCellStartsAFormula(@ForAll String text) {
        for (String start : List.of("=", "+", "-", "@", "\t=", " =", "＝", "\r", "\n+")) {
            String cell = parse(Csv.cell(start + text) + "\r\n").getFirst();
            assertThat(cell).startsWith("'");
        }
    }

    @Test
    void aPlainCellStaysAsItIs() {
        assertThat(Csv.cell("example.com/a?b=c")).isEqualTo("example.com/a?b=c");
        assertThat(Csv.cell("a,b")).isEqualTo("\"a,b\"");
    }

    /** RFC 4180, read by hand. */
    private static List<String> parse(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        String body = line.substring(0, line.length() - 2);
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            if (quoted && c == '"' && i + 1 < body.length() && body.charAt(i + 1) == '"') {
                cell.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }
}

package dev.sekisho.control.events;

import java.io.IOException;
import java.io.Writer;
import java.util.List;

/**
 * CSV (RFC 4180). A cell that a spreadsheet would take for a formula gets an apostrophe in front, because hosts, paths and user
 * agents are chosen by whoever sends requests (OWASP, "CSV Injection").
 */
final class Csv {
    private static final String FORMULA = "=+-@\t\r\n";

    private Csv() {}

    static void line(Writer out, List<String> cells) throws IOException {
        for (int i = 0; i < cells.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            out.write(cell(cells.get(i)));
        }
        out.write("\r\n");
    }

    static String cell(String value) {
        String safe = isFormula(value) ? "'" + value : value;
        boolean quote = !safe.equals(value)
                || safe.indexOf(',') >= 0
                || safe.indexOf('"') >= 0
                || safe.indexOf('\n') >= 0
                || safe.indexOf('\r') >= 0;
        return quote ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }

    /** Leading spaces do not stop a spreadsheet, and full-width signs are taken as their half-width forms. */
    private static boolean isFormula(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == ' ') {
                continue;
            }
            return FORMULA.indexOf(c) >= 0 || c == '\uFF1D' || c == '\uFF0B' || c == '\uFF0D' || c == '\uFF20';
        }
        return false;
    }
}

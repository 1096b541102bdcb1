package dev.sekisho.control.events;

import dev.sekisho.control.access.CustomerDesk;
import dev.sekisho.control.access.Look;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.lake.CustomerLake;
import dev.sekisho.lake.CustomerLake.Coverage;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * Streams the whole result of a query. What the lake could not read is said in a last line, because the status line is gone by
 * then; a result that ends without error and without that line is complete.
 */
public final class ExportWriter {
    private static final int BUFFER_CHARS = 1 << 15;
    private static final List<String> COLUMNS = List.of(
            "id",
            "time",
            "user",
            "userName",
            "groups",
            "clientIp",
            "onRamp",
            "method",
            "url",
            "host",
            "status",
            "action",
            "rule",
            "reason",
            "categories",
            "lists",
            "requestBytes",
            "responseBytes",
            "tls",
            "userAgent",
            "micros");

    private final JsonMapper json;

    /** Writes lines of JSON by {@code json}. */
    public ExportWriter(JsonMapper json) {
        this.json = json;
    }

    void ndjson(EventFilter filter, CustomerDesk desk, HttpServletResponse response) throws IOException {
        Writer out = begin(response, "application/x-ndjson", "events.ndjson");
        Coverage coverage = run(
                filter, desk, item -> out.append(json.writeValueAsString(item)).append('\n'));
        incomplete(coverage, out);
        out.flush();
    }

    /** Everything that a hold keeps, without names of people. */
    public void held(Id128 hold, Look look, CustomerDesk desk, HttpServletResponse response) throws IOException {
        CustomerLake lake = desk.events(look);
        stream(
                response,
                "held-events.ndjson",
                line -> lake.exportHold(hold, event -> line.write(EventItem.of(event, nobody -> null))));
    }

    /** Events of one query as NDJSON, after lines that come first; these are taken one by one, as the client takes them. */
    public void lines(
            Iterable<?> first,
            CustomerLake lake,
            CustomerLake.Query query,
            EventItem.Names names,
            HttpServletResponse response)
            throws IOException {
        stream(response, "my-data.ndjson", line -> {
            first.forEach(line::write);
            return lake.export(query, event -> line.write(new EventLine("event", EventItem.of(event, names))));
        });
    }

    private void stream(HttpServletResponse response, String file, Source source) throws IOException {
        Writer out = begin(response, "application/x-ndjson", file);
        try {
            Coverage coverage = source.write(item -> {
                try {
                    out.append(json.writeValueAsString(item)).append('\n');
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            incomplete(coverage, out);
        } catch (UncheckedIOException gone) {
            throw gone.getCause();
        }
        out.flush();
    }

    private void incomplete(Coverage coverage, Writer out) throws IOException {
        if (coverage.unreadable() > 0) {
            out.append("{\"incomplete\":")
                    .append(json.writeValueAsString(CoverageItem.of(coverage)))
                    .append("}\n");
        }
    }

    void csv(EventFilter filter, CustomerDesk desk, HttpServletResponse response) throws IOException {
        Writer out = begin(response, "text/csv;charset=UTF-8", "events.csv");
        Csv.line(out, COLUMNS);
        Coverage coverage = run(filter, desk, item -> Csv.line(out, cells(item)));
        if (coverage.unreadable() > 0) {
            Csv.line(
                    out,
                    List.of("#incomplete", "segments=" + coverage.segments(), "unreadable=" + coverage.unreadable()));
        }
        out.flush();
    }

    private static Writer begin(HttpServletResponse response, String type, String file) throws IOException {
        response.setContentType(type);
        response.setHeader("Content-Disposition", "attachment; filename=\"" + file + "\"");
        return new BufferedWriter(
                new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8), BUFFER_CHARS);
    }

    private static Coverage run(EventFilter filter, CustomerDesk desk, Line line) throws IOException {
        if (filter.nobody()) {
            return new Coverage(0, 0);
        }
        try {
            return desk.events(filter.look("events.export")).export(filter.query(), event -> {
                try {
                    line.write(EventItem.of(event, desk));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException gone) {
            throw gone.getCause();
        }
    }

    private static List<String> cells(EventItem item) {
        return List.of(
                item.id(),
                item.time().toString(),
                item.user() == null ? "" : item.user(),
                item.userName() == null ? "" : item.userName(),
                String.join(" ", item.groups()),
                item.clientIp(),
                item.onRamp(),
                item.method(),
                item.url(),
                item.host(),
                Integer.toString(item.status()),
                item.action(),
                item.rule(),
                item.reason(),
                String.join(" ", item.categories()),
                String.join(" ", item.lists()),
                Long.toString(item.requestBytes()),
                Long.toString(item.responseBytes()),
                item.tls(),
                item.userAgent(),
                Long.toString(item.micros()));
    }

    /** Writes one value as a line. */
    private interface Lines {
        void write(Object value);
    }

    /** Writes lines; answers what could not be read. */
    private interface Source {
        Coverage write(Lines lines);
    }

    /** An event among other lines. */
    record EventLine(String kind, EventItem event) {}

    private interface Line {
        void write(EventItem item) throws IOException;
    }
}

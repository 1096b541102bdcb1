package dev.sekisho.control.host;

import dev.sekisho.control.access.Operations;
import dev.sekisho.control.page.Html;
import dev.sekisho.control.page.Nonce;
import dev.sekisho.control.page.Texts;
import dev.sekisho.control.problem.Refusal;
import dev.sekisho.kernel.error.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * The console's files: assets whose names carry a hash are cached for a year, the page itself never; an address of the
 * console's own (without a dot) gets the page. Also the style of the pages without a script, and the API description.
 */
@Controller
public class ConsoleHost {
    private static final String NONCE = "__CSP_NONCE__";
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html;charset=utf-8"),
            Map.entry("js", "text/javascript;charset=utf-8"),
            Map.entry("mjs", "text/javascript;charset=utf-8"),
            Map.entry("css", "text/css;charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("txt", "text/plain;charset=utf-8"),
            Map.entry("woff2", "font/woff2"));

    private final ConsoleFiles files;
    private final Squeezed squeezed = new Squeezed();
    private final SecureRandom random = new SecureRandom();
    private final byte[] styles = resource("/dev/sekisho/control/page/pages.css");
    private final byte[] description = resource("/dev/sekisho/control/openapi.yaml");

    /** Serves the files. */
    public ConsoleHost(ConsoleFiles files) {
        this.files = files;
    }

    /** The API description. */
    @GetMapping("/api/openapi.yaml")
    public ResponseEntity<byte[]> openapi() {
        return ResponseEntity.ok()
                .header("Content-Type", "application/yaml")
                .cacheControl(CacheControl.noCache())
                .body(description);
    }

    /** The style of the pages without a script. */
    @GetMapping("/pages.css")
    public ResponseEntity<byte[]> styles() {
        return ResponseEntity.ok()
                .header("Content-Type", "text/css;charset=utf-8")
                .cacheControl(CacheControl.maxAge(Duration.ofHours(1)))
                .body(styles);
    }

    /** A file of the console, or its page. */
    @GetMapping({"/", "/{*path}"})
    public ResponseEntity<byte[]> file(HttpServletRequest request) throws IOException {
        String uri = request.getRequestURI();
        if (Operations.belongs(ServletRequestPathUtils.parseAndCache(request).pathWithinApplication())) {
            // The table knows this address, or the request would not be here: only the type that Accept names is
            // missing.
            throw Refusal.of(
                    ErrorCode.NOT_ACCEPTABLE,
                    "This call cannot answer in any type that Accept names; docs/api/openapi.yaml lists its types.");
        }
        String path = uri.substring(1);
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (name.indexOf('.') < 0 || path.equals("index.html")) {
            return page(request);
        }
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        Optional<byte[]> content = type == null ? Optional.empty() : files.read(path);
        if (content.isEmpty() || type == null) {
            throw Refusal.notFound();
        }
        return path.startsWith("assets/")
                ? asset(request, path, type, content.get())
                : ResponseEntity.ok()
                        .header("Content-Type", type)
                        .cacheControl(CacheControl.noCache())
                        .body(content.get());
    }

    private ResponseEntity<byte[]> asset(HttpServletRequest request, String path, String type, byte[] content) {
        String encodings = request.getHeader("Accept-Encoding");
        boolean text = !type.startsWith("image/p") && !type.startsWith("font/");
        byte[] form = text && encodings != null && Squeezed.accepted(encodings) ? squeezed.of(path, content) : content;
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok()
                .header("Content-Type", type)
                .header("Vary", "Accept-Encoding")
                .cacheControl(
                        CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable());
        if (form != content) {
            answer.header("Content-Encoding", "gzip");
        }
        return answer.body(form);
    }

    private ResponseEntity<byte[]> page(HttpServletRequest request) throws IOException {
        Optional<byte[]> index = files.read("index.html");
        String html;
        if (index.isPresent()) {
            html = new String(index.get(), StandardCharsets.UTF_8);
            if (html.contains(NONCE)) {
                html = html.replace(NONCE, Nonce.draw(request, random));
            }
        } else {
            Texts texts = Texts.of(request);
            html = Html.page(
                    texts,
                    texts.get("noconsole.title"),
                    "<p>" + Html.text(texts.get("noconsole.body"))
                            + "</p><p><a href=\"/api/openapi.yaml\">/api/openapi.yaml</a></p>");
        }
        return ResponseEntity.ok()
                .header("Content-Type", "text/html;charset=utf-8")
                .cacheControl(CacheControl.noStore())
                .body(html.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] resource(String name) {
        try (InputStream in = ConsoleHost.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the build");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

package dev.sekisho.app.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The recorded page loads, and a few sites of categories that policies refuse. Requests that the recording itself holds
 * damaged, or that are no plain HTTP, are left out and counted.
 *
 * @param pages the visits of each page load, in their order
 * @param leftOut how many lines were left out
 */
record PageLoads(List<List<Visit>> pages, int leftOut) {
    private static final String FILE = "har-replay.jsonl.gz";
    private static final Pattern URL = Pattern.compile("(https?)://([A-Za-z0-9.-]+)(?::(\\d{1,5}))?(/[!-~]*)?");
    private static final int MAX_URL_CHARS = 4_000;

    /**
     * Sites on the shipped lists (gambling, games, dating, underwear) and sites with bad certificates. They are answered on this
     * machine like all others.
     */
    private static final List<String> REFUSED_SITES = List.of(
            "www.bet365.com",
            "www.pokerstars.com",
            "www.williamhill.com",
            "www.888casino.com",
            "www.miniclip.com",
            "www.kongregate.com",
            "www.tinder.com",
            "www.victoriassecret.com",
            DemoAuthority.EXPIRED,
            DemoAuthority.SELF_SIGNED);

    private static final int REFUSED_SITE_BYTES = 18_000;

    /** Takes copies. */
    PageLoads {
        pages = pages.stream().map(List::copyOf).toList();
    }

    /** Reads the recording from the build. */
    static PageLoads read() {
        try (InputStream in = PageLoads.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is missing from the build");
            }
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
                return read(lines);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PageLoads read(BufferedReader lines) throws IOException {
        Map<String, List<Visit>> pages = new LinkedHashMap<>();
        int leftOut = 0;
        JsonMapper mapper = JsonMapper.builder().build();
        String line;
        while ((line = lines.readLine()) != null) {
            JsonNode node = mapper.readTree(line);
            Optional<Visit> visit = visit(node);
            if (visit.isPresent()) {
                pages.computeIfAbsent(node.get("page").asString(), ignored -> new ArrayList<>())
                        .add(visit.get());
            } else {
                leftOut++;
            }
        }
        return new PageLoads(List.copyOf(pages.values()), leftOut);
    }

    private static Optional<Visit> visit(JsonNode node) {
        String url = node.get("url").asString();
        Matcher parts = URL.matcher(url);
        int status = node.get("status").asInt();
        if (url.length() > MAX_URL_CHARS || !parts.matches() || status < 200) {
            return Optional.empty();
        }
        String scheme = parts.group(1);
        int port = parts.group(3) == null ? (scheme.equals("https") ? 443 : 80) : Integer.parseInt(parts.group(3));
        if (port < 1 || port > 65_535) {
            return Optional.empty();
        }
        return Optional.of(new Visit(
                node.get("method").asString(),
                scheme,
                parts.group(2).toLowerCase(Locale.ROOT),
                port,
                parts.group(4) == null ? "/" : parts.group(4),
                header(node.get("referer")),
                status,
                type(node.get("mime").asString()),
                Math.max(0, node.get("resp_bytes").asInt()),
                header(node.get("location"))));
    }

    /** A text that can stand in a header field. */
    private static Optional<String> header(JsonNode node) {
        return node.isNull()
                ? Optional.empty()
                : Optional.of(node.asString()).filter(text -> text.matches("[!-~]{1," + MAX_URL_CHARS + "}"));
    }

    /** Some recordings hold the whole header field. */
    private static String type(String recorded) {
        String type =
                recorded.startsWith("Content-Type:") ? recorded.substring(13).strip() : recorded;
        return type.matches("[!-~ ]*") ? type : "";
    }

    /** Pages that policies refuse, or that are not safe. */
    static List<Visit> refusedSites() {
        return REFUSED_SITES.stream()
                .map(host -> new Visit(
                        "GET",
                        "https",
                        host,
                        443,
                        "/",
                        Optional.empty(),
                        200,
                        "text/html",
                        REFUSED_SITE_BYTES,
                        Optional.empty()))
                .toList();
    }

    /** Every visit that may be made. */
    List<Visit> all() {
        List<Visit> all = new ArrayList<>(refusedSites());
        pages.forEach(all::addAll);
        return all;
    }
}

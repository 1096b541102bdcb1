package dev.sekisho.policy;

import dev.sekisho.kernel.decision.Action;
import dev.sekisho.kernel.decision.FactName;
import dev.sekisho.kernel.decision.Facts;
import dev.sekisho.kernel.decision.Stage;
import dev.sekisho.kernel.decision.Verdict;
import dev.sekisho.kernel.decision.WebRequest;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.policy.url.Host;
import dev.sekisho.policy.url.WebUrl;
import java.net.InetAddress;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One line of the probe.
 *
 * @param request the request
 * @param categories what the line says instead of a look-up, if it does
 */
record ProbeRequest(WebRequest request, Optional<List<String>> categories) {
    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException if it is not of the form
     * @throws dev.sekisho.kernel.error.SekishoException {@code BAD_REQUEST} if the URL is none
     */
    static ProbeRequest read(JsonNode line, InstantSource clock, Function<String, @Nullable PersonToken> people) {
        if (!line.isObject() || !line.hasNonNull("url")) {
            throw new IllegalArgumentException("A line is a JSON object with at least the member \"url\".");
        }
        WebUrl url = WebUrl.parseTyped(text(line, "url", ""));
        String at = text(line, "at", "");
        WebRequest request = new WebRequest(
                at.isEmpty() ? clock.instant() : instant(at),
                text(line, "method", "GET").toUpperCase(Locale.ROOT),
                url.scheme(),
                url.host().text(),
                url.port(),
                url.path(),
                url.query(),
                texts(line, "resolved").stream().map(ProbeRequest::address).toList(),
                Optional.ofNullable(people.apply(text(line, "user", ""))),
                new TreeSet<>(texts(line, "groups")),
                address(text(line, "clientIp", "127.0.0.1")),
                text(line, "userAgent", ""));
        return new ProbeRequest(
                request,
                line.hasNonNull("categories")
                        ? Optional.of(List.copyOf(new TreeSet<>(texts(line, "categories"))))
                        : Optional.empty());
    }

    /** The access decision; on the host alone where a tunnel shows no more. */
    Outcome decide(Policy policy) {
        Facts facts = withCategories(policy.classify(request));
        boolean tunnel = request.method().equals("CONNECT")
                || (request.scheme().equals("https")
                        && policy.decide(Stage.DECRYPTION, facts) instanceof Verdict.Decided decided
                        && decided.action() == Action.TUNNEL);
        Facts seen = tunnel ? withCategories(ConnectPlan.tunnelled(policy.classify(asConnect()))) : facts;
        return switch (policy.decide(Stage.ACCESS, seen)) {
            case Verdict.Decided decided -> new Outcome(decided.action().wire(), decided.rule());
            case Verdict.Undecidable undecidable ->
                throw new IllegalArgumentException(
                        "The rule \"" + undecidable.rule() + "\" reads a fact that is not known: "
                                + undecidable.missing().wire() + ".");
        };
    }

    private WebRequest asConnect() {
        return new WebRequest(
                request.at(),
                "CONNECT",
                request.scheme(),
                request.host(),
                request.port(),
                "",
                "",
                request.destination(),
                request.person(),
                request.groups(),
                request.clientAddress(),
                request.userAgent());
    }

    private Facts withCategories(Facts facts) {
        return categories
                .map(given -> new Facts(
                        facts.known() | FactName.CATEGORY.bit(),
                        facts.at(),
                        facts.method(),
                        facts.host(),
                        facts.port(),
                        facts.path(),
                        facts.destination(),
                        given,
                        facts.lists(),
                        facts.person(),
                        facts.groups(),
                        facts.clientAddress(),
                        facts.userAgent()))
                .orElse(facts);
    }

    private static Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("\"at\" is not a time such as 2026-11-22T19:00:00Z.", e);
        }
    }

    private static InetAddress address(String text) {
        String bracketed = text.indexOf(':') >= 0 && !text.startsWith("[") ? "[" + text + "]" : text;
        if (Host.find(bracketed).orElse(null) instanceof Host.Address literal) {
            return literal.address();
        }
        throw new IllegalArgumentException("An address in the line is none.");
    }

    private static String text(JsonNode line, String member, String otherwise) {
        JsonNode value = line.get(member);
        if (value == null || value.isNull()) {
            return otherwise;
        }
        if (!value.isString()) {
            throw new IllegalArgumentException("\"" + member + "\" is not text.");
        }
        return value.asString();
    }

    private static List<String> texts(JsonNode line, String member) {
        JsonNode values = line.get(member);
        if (values == null || values.isNull()) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode value : values.isArray() ? values : List.of(values)) {
            if (!value.isString()) {
                throw new IllegalArgumentException("\"" + member + "\" is not a list of texts.");
            }
            texts.add(value.asString());
        }
        return texts;
    }

    /** The answer of a line. */
    record Outcome(String action, String rule) {}
}

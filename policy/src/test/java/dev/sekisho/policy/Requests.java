package dev.sekisho.policy;

import dev.sekisho.kernel.decision.WebRequest;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.policy.url.WebUrl;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Requests for tests. */
public record Requests(
        String url,
        String method,
        List<InetAddress> destination,
        Optional<PersonToken> person,
        Set<String> groups,
        String clientIp,
        Instant at) {

    public static Requests get(String url) {
        return new Requests(
                url,
                "GET",
                List.of(InetAddress.ofLiteral("192.0.2.1")),
                Optional.empty(),
                Set.of(),
                "127.0.0.1",
                Instant.parse("2026-11-22T10:00:00Z"));
    }

    public Requests resolved(String... addresses) {
        List<InetAddress> found =
                Arrays.stream(addresses).map(InetAddress::ofLiteral).toList();
        return new Requests(url, method, found, person, groups, clientIp, at);
    }

    public Requests groups(String... names) {
        return new Requests(url, method, destination, person, new TreeSet<>(List.of(names)), clientIp, at);
    }

    public Requests person(PersonToken token) {
        return new Requests(url, method, destination, Optional.of(token), groups, clientIp, at);
    }

    public Requests method(String name) {
        return new Requests(url, name, destination, person, groups, clientIp, at);
    }

    public Requests from(String address) {
        return new Requests(url, method, destination, person, groups, address, at);
    }

    public Requests at(String time) {
        return new Requests(url, method, destination, person, groups, clientIp, Instant.parse(time));
    }

    public WebRequest request() {
        WebUrl parsed = WebUrl.parse(url);
        return request(parsed, method, parsed.path(), parsed.query());
    }

    /** The CONNECT that comes before it. */
    public WebRequest connect() {
        return request(WebUrl.parse(url), "CONNECT", "", "");
    }

    private WebRequest request(WebUrl parsed, String as, String path, String query) {
        return new WebRequest(
                at,
                as,
                parsed.scheme(),
                parsed.host().text(),
                parsed.port(),
                path,
                query,
                destination,
                person,
                groups,
                InetAddress.ofLiteral(clientIp),
                "test");
    }
}

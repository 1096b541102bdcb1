package dev.sekisho.policy.document;

import dev.sekisho.policy.url.Host;
import dev.sekisho.policy.url.PublicSuffixes;
import java.util.Optional;

/** Reads host names and addresses: {@code example.com}, {@code *.example.com} and {@code .example.com} mean the same. */
final class HostReader {
    private HostReader() {}

    /** The normal form, unless there is a problem. */
    static Optional<String> read(Place place, Checks checks) {
        return place.text().flatMap(text -> {
            String name = text.startsWith("*.") ? text.substring(2) : text.startsWith(".") ? text.substring(1) : text;
            Optional<Host> host = Host.find(name);
            if (host.isEmpty()) {
                place.problem(
                        ProblemCode.BAD_HOST,
                        "This is neither a host name nor an address; write only the name, for example example.com.");
                return Optional.empty();
            }
            String normal = host.get().text();
            if (checks.publicSuffixes() && PublicSuffixes.shipped().contains(normal)) {
                place.problem(
                        ProblemCode.PUBLIC_SUFFIX,
                        "\"" + normal
                                + "\" is a public suffix: every site registered under it would match. Name the sites.");
                return Optional.empty();
            }
            return Optional.of(normal);
        });
    }
}

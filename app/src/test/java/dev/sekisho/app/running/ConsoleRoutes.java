package dev.sekisho.app.running;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The addresses of the console's pages, read from the console's own router: a page that is added there is looked at by itself.
 *
 * @param ofCustomers pages of people of a customer
 * @param ofOperators pages of the provider
 */
record ConsoleRoutes(List<String> ofCustomers, List<String> ofOperators) {
    private static final Pattern ROUTE = Pattern.compile("createRoute\\(\\{.*?path: '(/[^']*)'", Pattern.DOTALL);

    /**
     * Reads them.
     *
     * @param examples an address for each route with a parameter
     * @throws IllegalStateException if a route has a parameter and no example, or if there are fewer paths than routes
     */
    static ConsoleRoutes read(Path root, Map<String, String> examples) throws IOException {
        String source = Files.readString(root.resolve("console/src/app/routes.tsx"));
        List<String> found = ROUTE.matcher(source)
                .results()
                .map((MatchResult route) -> route.group(1))
                .toList();
        long routes =
                Pattern.compile("createRoute\\(\\{").matcher(source).results().count();
        if (found.isEmpty() || found.size() != routes) {
            throw new IllegalStateException(routes + " routes, and of these a path has " + found);
        }
        List<String> addresses =
                found.stream().map(path -> examples.getOrDefault(path, path)).toList();
        if (addresses.stream().anyMatch(address -> address.contains("$"))) {
            throw new IllegalStateException("a route has a parameter and no example: " + addresses);
        }
        return new ConsoleRoutes(
                addresses.stream().filter(address -> !ofOperator(address)).toList(),
                addresses.stream()
                        .filter(address -> ofOperator(address) || address.equals("/account"))
                        .toList());
    }

    private static boolean ofOperator(String address) {
        return address.equals("/operator") || address.startsWith("/operator/");
    }
}

package dev.sekisho.policy.rules;

import dev.sekisho.kernel.decision.FactName;
import dev.sekisho.kernel.decision.Facts;
import dev.sekisho.kernel.decision.WebRequest;
import dev.sekisho.policy.category.CategoryTable;
import java.util.List;

/**
 * The pure function {@code classify(lists, request)}: adds the categories of the host and URL, and the customer's lists.
 */
public final class Classifier implements HostFacts {
    private static final int ALL = (1 << FactName.values().length) - 1;
    /** What is not known before the first request of a CONNECT. */
    private static final int NOT_AT_CONNECT = FactName.METHOD.bit() | FactName.PATH.bit();

    private final CategoryTable categories;
    private final ListMatcher lists;

    /** @param lists the customer's lists, sorted by name */
    public Classifier(CategoryTable categories, List<NamedList> lists) {
        this.categories = categories;
        this.lists = new ListMatcher(lists);
    }

    /**
     * What is known about a request as it comes in: everything, but for a CONNECT, whose requests are still to come, and a
     * request without a path.
     */
    public Facts classify(WebRequest request) {
        if (request.method().equals("CONNECT")) {
            return facts(request, ALL & ~NOT_AT_CONNECT);
        }
        return facts(request, request.path().isEmpty() ? ALL & ~FactName.PATH.bit() : ALL);
    }

    /**
     * What is known about a request of the past.
     *
     * @param known bits of the facts that were kept; lists and categories are known if all that they are derived from was kept
     */
    public Facts classify(WebRequest request, int known) {
        int derived = known & ~FactName.LIST.bit() & ~FactName.CATEGORY.bit();
        if ((known & lists.sources()) == lists.sources()) {
            derived |= FactName.LIST.bit();
        }
        boolean host = (known & FactName.HOST.bit()) != 0;
        boolean path = (known & FactName.PATH.bit()) != 0;
        if (host && (path || !categories.hasPaths(request.host()))) {
            derived |= FactName.CATEGORY.bit();
        }
        return facts(request, derived);
    }

    private Facts facts(WebRequest request, int known) {
        String path = (known & FactName.PATH.bit()) == 0 ? "" : request.path();
        List<String> found = path.isEmpty()
                ? categories.ofHost(request.host())
                : categories.ofUrl(request.host(), path, request.query());
        return new Facts(
                known,
                request.at(),
                request.method(),
                request.host(),
                request.port(),
                path,
                request.destination(),
                found,
                lists.match(request.host(), request.destination(), path),
                request.person(),
                request.groups(),
                request.clientAddress(),
                request.userAgent());
    }

    @Override
    public List<String> hostCategories(Facts facts) {
        boolean same = facts.path().isEmpty() || !facts.knows(FactName.HOST) || !categories.hasPaths(facts.host());
        return same ? facts.categories() : categories.ofHost(facts.host());
    }

    @Override
    public boolean pathMayAddCategories(Facts facts) {
        return facts.knows(FactName.HOST) && categories.hasPaths(facts.host());
    }
}

package dev.sekisho.control.policy;

import dev.sekisho.control.problem.Refusal;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.policy.category.CategoryTable;
import dev.sekisho.policy.category.ListInfo;
import dev.sekisho.policy.category.Taxonomy;
import dev.sekisho.policy.url.WebUrl;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Categories: the taxonomy, and what a URL belongs to. The lists are the installation's, not a customer's. */
@RestController
public class CategoryApi {
    private static final int MAX_URL_CHARS = 8_192;

    private final Supplier<CategoryTable> table;

    /** Asks the lists in force. */
    public CategoryApi(Supplier<CategoryTable> table) {
        this.table = table;
    }

    /** Every category, and the lists behind them. */
    @GetMapping("/api/v1/categories")
    public TaxonomyItem categories() {
        return new TaxonomyItem(
                Taxonomy.categories().stream()
                        .map(category -> new CategoryItem(
                                category.name(),
                                new TraceItem.Text(category.english(), category.japanese()),
                                category.group().name(),
                                new TraceItem.Text(
                                        category.group().english(),
                                        category.group().japanese())))
                        .toList(),
                null,
                lists(table.get()));
    }

    /** What a URL belongs to. */
    @GetMapping("/api/v1/categories/lookup")
    public LookupItem lookup(@RequestParam("url") String typed) {
        WebUrl url = parse(typed);
        CategoryTable current = table.get();
        List<String> found = current.ofUrl(url.host().text(), url.path(), url.query());
        return new LookupItem(
                url.toString(),
                url.host().text(),
                found.stream().filter(name -> name.indexOf(':') < 0).toList(),
                found.stream().filter(name -> name.indexOf(':') >= 0).toList(),
                lists(current));
    }

    private static WebUrl parse(String typed) {
        if (typed.length() > MAX_URL_CHARS) {
            throw Refusal.invalid("url", "is longer than 8,192 characters");
        }
        try {
            return WebUrl.parseTyped(typed);
        } catch (SekishoException notAUrl) {
            throw Refusal.invalid("url", String.valueOf(notAUrl.getMessage()));
        }
    }

    private static List<ListItem> lists(CategoryTable table) {
        return table.lists().stream().map(ListItem::of).toList();
    }

    /** The taxonomy. */
    public record TaxonomyItem(
            List<CategoryItem> items, @Nullable String next, List<ListItem> lists) {}

    /** One category. */
    public record CategoryItem(String id, TraceItem.Text name, String group, TraceItem.Text groupName) {}

    /** One list. */
    public record ListItem(String id, String version, LocalDate date, long entries, long skipped, String licence) {
        static ListItem of(ListInfo list) {
            return new ListItem(
                    list.name(), list.version(), list.date(), list.entries(), list.skipped(), list.licence());
        }
    }

    /** What a URL belongs to. */
    public record LookupItem(
            String url, String host, List<String> categories, List<String> sources, List<ListItem> lists) {}
}

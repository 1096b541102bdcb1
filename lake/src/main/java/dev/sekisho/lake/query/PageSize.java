package dev.sekisho.lake.query;

import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.lake.CustomerLake.Page;

/**
 * How many events an export asks for at a time: it keeps them while a slow reader takes them, so a page of long events has few. It
 * follows the events of the page before.
 */
final class PageSize {
    /** What a page is meant to take of the heap at most. */
    static final long BYTES = 8 << 20;

    private static final int FIRST = 1_000;
    private static final int MOST = 10_000;
    private static final int FIXED_BYTES = 1_024;

    private int events = FIRST;

    int events() {
        return events;
    }

    /** Learns from a page. */
    void after(Page page) {
        long bytes = page.events().stream().mapToLong(PageSize::bytes).sum();
        if (!page.events().isEmpty()) {
            long each = Math.max(1, bytes / page.events().size());
            events = Math.clamp(BYTES / each, 16, Math.min(MOST, 4 * events));
        }
    }

    private static long bytes(WebEvent event) {
        return FIXED_BYTES
                + 2L
                        * (event.to().host().length()
                                + event.to().path().length()
                                + event.to().query().length()
                                + event.to().sni().length()
                                + event.to().connectHost().length()
                                + event.who().groups().length()
                                + event.http().userAgent().length()
                                + event.http().referrer().length()
                                + event.http().contentType().length());
    }
}

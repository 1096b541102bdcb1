package dev.sekisho.app.standalone;

import dev.sekisho.app.settings.Settings;

/**
 * How to start.
 *
 * @param settings the configuration
 * @param demo two customers and replayed page loads
 * @param lab two customers, the lab's calls, credentials in {@code ready.json}
 */
public record Options(Settings settings, boolean demo, boolean lab) {
    /** Whether customers are made and their secrets written down. */
    boolean rehearsal() {
        return demo || lab;
    }
}

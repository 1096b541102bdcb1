package dev.sekisho.control.page;

import org.jspecify.annotations.Nullable;

/** A device in a few words, so that a person recognises a session; the user agent itself is not kept. */
public final class Device {
    private Device() {}

    /** For example {@code Firefox on Linux}. */
    public static String describe(@Nullable String userAgent) {
        if (userAgent == null || userAgent.isBlank()) {
            return "unknown";
        }
        String browser = first(
                userAgent,
                "Edg/",
                "Edge",
                "OPR/",
                "Opera",
                "Firefox/",
                "Firefox",
                "Chrome/",
                "Chrome",
                "Safari/",
                "Safari",
                "curl/",
                "curl");
        String system = first(
                userAgent, "Windows", "Windows", "Android", "Android", "iPhone", "iOS", "iPad", "iPadOS", "Mac OS",
                "macOS", "Linux", "Linux");
        return (browser.isEmpty() ? "a program" : browser) + (system.isEmpty() ? "" : " on " + system);
    }

    private static String first(String text, String... marksAndNames) {
        for (int i = 0; i < marksAndNames.length; i += 2) {
            if (text.contains(marksAndNames[i])) {
                return marksAndNames[i + 1];
            }
        }
        return "";
    }
}

package dev.sekisho.app;

/** What is running, for support. */
final class Version {
    private Version() {}

    static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return "Sekisho " + (version == null ? "(from classes)" : version) + ", Java "
                + System.getProperty("java.runtime.version") + " at " + System.getProperty("java.home");
    }
}

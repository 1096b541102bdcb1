package dev.sekisho.app.backup;

import dev.sekisho.app.Verb;
import dev.sekisho.app.settings.Settings;
import dev.sekisho.app.settings.SettingsReader;
import dev.sekisho.app.standalone.BackupTargets;
import dev.sekisho.app.standalone.StoppedHome;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.seal.VaultOptions.Start;
import dev.sekisho.seal.backup.BackupVerifierKey;
import dev.sekisho.trust.backup.Backups;
import dev.sekisho.trust.backup.Finding;
import dev.sekisho.trust.backup.FolderTarget;
import dev.sekisho.trust.backup.Manifest;
import dev.sekisho.trust.backup.SetVerifier;
import dev.sekisho.trust.backup.Target;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code sekisho backup}: what sets there are, whether they hold, one more of them, and the key that checks them. */
public final class BackupVerb implements Verb {
    private static final int DONE = 0;
    private static final int NO = 1;
    private static final int COULD_NOT = 2;
    private static final int MAX_KEY_BYTES = 1 << 16;
    private static final int HASH_BYTES = 32;
    private static final Set<String> INSTALLATION = Set.of("--home", "--config");

    @Override
    public String help() {
        return """
                usage: sekisho backup ACTION [options]
                shows, makes and checks backup sets; exit code 0 done, 1 no, 2 could not
                  list (--target FOLDER | --config FILE)
                                             sets and shipments of a folder, or of every configured target; needs no keys
                  make [--config FILE] [--home DIR]
                                             a set of an installation that does not run; one that runs makes its own
                  verify --target FOLDER --key VERIFIER_KEY [--expect N:HASH]
                                             reads every object and opens none. Exit code 0 holds, 1 does not, 2 cannot be
                                             checked. N:HASH is the newest set that is known elsewhere: older ones alone do not do
                  key --out FILE [--config FILE] [--home DIR]
                                             the verifier's key of an installation that does not run, for another machine""";
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) throws Exception {
        String action = arguments.isEmpty() ? "" : arguments.getFirst();
        List<String> rest = arguments.isEmpty() ? List.of() : arguments.subList(1, arguments.size());
        Optional<Arguments> read = switch (action) {
            case "list" ->
                Arguments.read(rest, Set.of("--target", "--config"), Set.of())
                        .filter(given -> given.has("--target") != given.has("--config"));
            case "make" -> Arguments.read(rest, INSTALLATION, Set.of());
            case "verify" ->
                Arguments.read(rest, Set.of("--target", "--key", "--expect"), Set.of())
                        .filter(given -> given.has("--target") && given.has("--key"));
            case "key" ->
                Arguments.read(rest, Set.of("--out", "--home", "--config"), Set.of())
                        .filter(given -> given.has("--out"));
            default -> Optional.empty();
        };
        if (read.isEmpty()) {
            err.println(help());
            return COULD_NOT;
        }
        return switch (action) {
            case "list" -> list(read.get(), out);
            case "make" -> make(settings(read.get()), out);
            case "verify" -> verify(read.get(), out, err);
            default -> key(read.get(), out);
        };
    }

    private static Settings settings(Arguments given) {
        Optional<Path> home = given.path("--home").map(Path::toAbsolutePath);
        return given.path("--config")
                .map(file -> SettingsReader.read(file, home))
                .orElseGet(() -> SettingsReader.defaults(Path.of("").toAbsolutePath(), home));
    }

    private static int list(Arguments given, PrintStream out) throws IOException {
        List<Target> targets = given.path("--target")
                .map(folder -> List.of(target(folder)))
                .orElseGet(() -> BackupTargets.of(
                        SettingsReader.readForRestore(given.path("--config").orElseThrow()), InstantSource.system()));
        int found = 0;
        for (Target target : targets) {
            out.println("target " + target.name() + ":");
            for (Target.Listed listed : target.list(Target.SETS)) {
                try (InputStream in = target.get(listed.name())) {
                    Manifest manifest = Manifest.parse(in.readAllBytes());
                    out.printf(
                            "  %6d  %-24s  %-8s  %7d objects  %14d bytes%n",
                            manifest.number(),
                            manifest.time(),
                            manifest.base().isPresent() ? "shipment" : "full",
                            manifest.entries().size(),
                            manifest.bytes());
                    found++;
                } catch (SekishoException e) {
                    out.println("  damaged: " + listed.name());
                }
            }
        }
        out.println(found + " in all. Nothing was checked: sekisho backup verify does that.");
        return found > 0 ? DONE : NO;
    }

    private static Target target(Path folder) {
        return new FolderTarget(folder.toString(), "", folder, InstantSource.system());
    }

    private static int make(Settings settings, PrintStream out) {
        try (StoppedHome home = StoppedHome.open(settings, Start.KEYS_EXIST)) {
            Backups.SetState made = home.backup();
            out.println("Set " + made.number() + " of " + made.time() + ": " + made.objects() + " objects, "
                    + made.bytes() + " bytes, in " + String.join(", ", made.targets()) + ".");
            if (!made.failed().isEmpty()) {
                out.println("Not in: " + String.join(", ", made.failed()) + ".");
            }
            if (made.missing() > 0) {
                out.println(made.missing() + " files of the lake are damaged or missing, and not in it.");
            }
            if (!made.good()) {
                out.println("It is not whole in two places, and counts as no good set.");
            }
            return made.good() ? DONE : NO;
        }
    }

    private static int verify(Arguments given, PrintStream out, PrintStream err) throws IOException {
        Path folder = given.path("--target").orElseThrow();
        if (!Files.isDirectory(folder)) {
            err.println("There is no folder " + folder + ".");
            return COULD_NOT;
        }
        Optional<SetVerifier.Head> expected = given.one("--expect").map(BackupVerb::head);
        BackupVerifierKey key =
                BackupVerifierKey.read(Arguments.bytes(given.path("--key").orElseThrow(), MAX_KEY_BYTES));
        SetVerifier.Report report = SetVerifier.of(key).verify(target(folder), expected);
        report.findings().forEach(finding -> out.println(finding.kind() + " " + finding.object()));
        out.println(report.sets() + " sets and shipments hold by themselves; " + report.objects() + " objects, "
                + report.bytes() + " bytes read; " + report.findings().size() + " findings.");
        if (report.findings().stream().anyMatch(finding -> finding.kind() == Finding.Kind.UNLISTED)) {
            out.println(
                    "UNLISTED objects are of no set: of one that was cut off or is being made now, or somebody else's. "
                            + "If an installation makes sets here, look again in some minutes.");
        }
        report.head()
                .ifPresent(head -> out.println(
                        "newest: " + head.number() + ":" + HexFormat.of().formatHex(head.hash())));
        if (report.holds()) {
            return DONE;
        }
        boolean unread = !report.findings().isEmpty()
                && report.findings().stream().allMatch(finding -> finding.kind() == Finding.Kind.UNREADABLE);
        return unread ? COULD_NOT : NO;
    }

    private static SetVerifier.Head head(String text) {
        try {
            int colon = text.indexOf(':');
            byte[] hash = HexFormat.of().parseHex(text.substring(colon + 1));
            if (hash.length == HASH_BYTES) {
                return new SetVerifier.Head(Long.parseLong(text.substring(0, colon)), hash);
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new SekishoException(ErrorCode.INVALID_INPUT, expectedForm(), e);
        }
        throw new SekishoException(ErrorCode.INVALID_INPUT, expectedForm());
    }

    private static String expectedForm() {
        return "--expect takes a set's number, a colon and its hash in 64 hexadecimal digits, as verify prints them.";
    }

    private static int key(Arguments given, PrintStream out) {
        Path file = given.path("--out").orElseThrow();
        try (StoppedHome home = StoppedHome.open(settings(given), Start.KEYS_EXIST)) {
            SecretFile.write(file, home.vault().installation().exportVerifier());
        }
        out.println(
                "The verifier's key is in " + file
                        + ". It opens nothing, but whoever has it can tag objects: keep it where sets are checked, and nowhere else.");
        return DONE;
    }
}

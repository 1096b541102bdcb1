package dev.sekisho.app.backup;

import dev.sekisho.app.Verb;
import dev.sekisho.app.settings.Settings;
import dev.sekisho.app.settings.SettingsReader;
import dev.sekisho.app.standalone.EmptyHome;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.seal.kit.RecoveryKit;
import dev.sekisho.seal.kit.Share;
import dev.sekisho.trust.restore.Restored;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code sekisho restore}: a region, out of backup sets, copies of the key store and the recovery kit, into an empty home. */
public final class RestoreVerb implements Verb {
    private static final int COULD_NOT = 2;
    private static final int NO = 1;
    private static final int MAX_FILE_BYTES = 1 << 20;

    @Override
    public String help() {
        return """
                usage: sekisho restore --config FILE (--kit SHARE_FILE ... | --root FILE) [--at INSTANT] [--target NAME]
                brings a region back from backup sets into an empty home; exit code 0 done, 1 not all of it, 2 could not
                  --config FILE     configuration of the new home: backup.targets and keys.dailyCopies name what there is, and
                                    home, keys.root.file, keys.copies and control.database where it goes, all of them empty
                  --kit FILE ...    files with shares of the recovery kit, as printed or as typed; as many as are needed
                  --root FILE       the root file, where it is left
                  --at INSTANT      the moment to go back to, such as 2026-11-22T10:00:00Z (default: the newest there is)
                  --target NAME     the target to read from (default: the one with the newest set)""";
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) {
        Optional<Arguments> read = Arguments.read(
                        arguments, Set.of("--config", "--kit", "--root", "--at", "--target"), Set.of("--kit"))
                .filter(given -> given.has("--config") && given.has("--kit") != given.has("--root"));
        if (read.isEmpty()) {
            err.println(help());
            return COULD_NOT;
        }
        Arguments given = read.get();
        Path file = given.path("--config").orElseThrow();
        Settings settings = SettingsReader.readForRestore(file);
        Optional<Instant> at = given.one("--at").map(RestoreVerb::instant);
        byte[] root = given.path("--root")
                .map(path -> Arguments.bytes(path, MAX_FILE_BYTES))
                .orElseGet(() -> RecoveryKit.join(
                        given.all("--kit").stream().map(RestoreVerb::share).toList()));
        Restored restored = EmptyHome.restore(settings, new EmptyHome.Wish(at, given.one("--target"), root));
        tell(settings, file, restored, out);
        return restored.missing() == 0 ? 0 : NO;
    }

    private static Share share(String file) {
        byte[] text = Arguments.bytes(Path.of(file), MAX_FILE_BYTES);
        try {
            return RecoveryKit.parse(new String(text, StandardCharsets.UTF_8));
        } catch (SekishoException e) {
            throw new SekishoException(e.code(), file + ": " + e.getMessage(), e);
        }
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new SekishoException(
                    ErrorCode.INVALID_INPUT, "--at takes a moment such as 2026-11-22T10:00:00Z, not " + text + ".", e);
        }
    }

    private static void tell(Settings settings, Path file, Restored restored, PrintStream out) {
        out.println("The region is as it was at " + restored.time() + " (set " + restored.number() + ", "
                + restored.shipments() + " shipments after the full set).");
        out.println(
                "records:         " + restored.rows() + " rows; those of the full set are the same by count and hash");
        out.println("events:          " + restored.segments() + " segments, " + restored.bytes() + " bytes");
        out.println("erasure ledger:  " + restored.ledger() + " lines, which the next start applies before it serves");
        if (restored.missing() > 0) {
            out.println("missing:         " + restored.missing()
                    + " files of the lake that were damaged or gone already when the set was made");
        }
        settings.lists().ifPresent(folder -> out.println("lists:           " + EmptyHome.lists(settings)));
        out.println("What to do next:");
        out.println("  1. sekisho standalone --config " + file);
        out.println("  2. look at /healthz, and at the newest events and people in the console");
        out.println("  3. what came after " + restored.time()
                + " is not there: note the gap, and renew what was changed or revoked since");
        out.println("  4. destroy the files with shares of the recovery kit on this machine");
    }
}

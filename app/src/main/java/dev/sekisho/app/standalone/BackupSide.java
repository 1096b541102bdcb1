package dev.sekisho.app.standalone;

import dev.sekisho.app.keys.KeyOptions;
import dev.sekisho.app.settings.Settings;
import dev.sekisho.control.HealthSource;
import dev.sekisho.control.MetricSource;
import dev.sekisho.directory.Directory;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.job.Job;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.lake.Lake;
import dev.sekisho.records.Records;
import dev.sekisho.seal.Vault;
import dev.sekisho.trust.backup.BackupOptions;
import dev.sekisho.trust.backup.Backups;
import dev.sekisho.trust.clock.ClockGuard;
import dev.sekisho.trust.receipt.ReceiptBook;
import dev.sekisho.trust.restore.RestoreCheck;
import dev.sekisho.trust.restore.RestoreCheckOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The backups of the same process: none if no target is configured, which health says. */
final class BackupSide implements HealthSource, MetricSource {
    private static final Actor.Job ACTOR = new Actor.Job("trust.backup");

    private final Optional<Backups> backups;
    private final InstantSource clock;

    private BackupSide(Optional<Backups> backups, InstantSource clock) {
        this.backups = backups;
        this.clock = clock;
    }

    /**
     * What sets are made of.
     *
     * @param lake all of it: also of customers whose erasures still wait
     */
    record Parts(
            Settings settings,
            Region region,
            Vault vault,
            Records records,
            Lake lake,
            Directory directory,
            ReceiptBook receipts,
            InstantSource clock,
            boolean laboratory) {}

    /** Over the parts of a region. */
    static BackupSide of(Parts parts, TrustSide trusting) {
        return new BackupSide(
                parts.settings().backupTargets().isEmpty() ? Optional.empty() : Optional.of(open(parts, trusting)),
                parts.clock());
    }

    private static Backups open(Parts parts, TrustSide trusting) {
        return new Backups(
                new BackupOptions(
                        parts.region(),
                        trusting.targets(),
                        parts.vault().copies(parts.settings().keys().dailyCopies()),
                        parts.records(),
                        parts.lake(),
                        parts.vault(),
                        trusting::ledgerHead,
                        () -> parts.directory().customers().scopes(ACTOR),
                        files(parts.settings()),
                        parts.clock(),
                        TrustSide.build()),
                parts.receipts(),
                new ClockGuard(parts.records().installation(), parts.clock(), System::nanoTime, parts.laboratory()),
                trusting.ledgerInTargets(),
                Optional.of(new RestoreCheck(restoring(parts, trusting))));
    }

    /** Sets are restored for a test within home: what comes back there is as sealed as what is there. */
    private static RestoreCheckOptions restoring(Parts parts, TrustSide trusting) {
        Path home = parts.settings().home();
        return new RestoreCheckOptions(
                home.resolve("scratch"),
                home.resolve("postgres").resolve("programs"),
                trusting.targets(),
                parts.settings().keys().dailyCopies(),
                KeyOptions.of(parts.settings(), parts.region(), parts.clock()),
                trusting.issuer());
    }

    /** Category lists that are the installation's own; those of the distribution come with it. */
    private static Map<String, Path> files(Settings settings) {
        Map<String, Path> files = new HashMap<>();
        settings.lists().ifPresent(folder -> {
            try (Stream<Path> all = Files.walk(folder)) {
                all.filter(Files::isRegularFile)
                        .forEach(file -> files.put(folder.relativize(file).toString(), file));
            } catch (IOException e) {
                throw new SekishoException(ErrorCode.CONFIG_INVALID, "lists.folder: " + folder + " cannot be read.", e);
            }
        });
        return files;
    }

    /** Sets, shipments, keeping and looking. */
    List<Job> jobs() {
        return backups.map(Backups::jobs).orElse(List.of());
    }

    /**
     * Makes a set now.
     *
     * @throws SekishoException {@code CONFIG_INVALID} if there are no targets
     */
    Backups.SetState make() {
        return backups.orElseThrow(() -> new SekishoException(
                        ErrorCode.CONFIG_INVALID,
                        "There is nowhere to put a set: name targets in backup.targets of the configuration."))
                .make();
    }

    @Override
    public String part() {
        return "backups";
    }

    @Override
    public Condition condition() {
        String problem = backups.map(Backups::problem)
                .orElse("there are no backups: name at least two targets in backup.targets");
        return new Condition(problem.isEmpty() ? State.WORKING : State.DEGRADED, problem);
    }

    @Override
    public List<Metric> metrics() {
        return backups.map(this::metrics).orElse(List.of());
    }

    private List<Metric> metrics(Backups made) {
        List<Backups.SetState> sets = made.sets();
        List<Metric> metrics = new ArrayList<>();
        sets.stream()
                .filter(Backups.SetState::good)
                .findFirst()
                .ifPresent(set -> metrics.add(Metric.of(
                        "sekisho_backup_last_good_set_age_seconds",
                        "Since the newest backup set was captured that two places have whole.",
                        Kind.GAUGE,
                        Math.max(
                                0, Duration.between(set.time(), clock.instant()).toSeconds()))));
        for (boolean good : new boolean[] {true, false}) {
            metrics.add(new Metric(
                    "sekisho_backup_sets",
                    "Backup sets made in the last 400 days, by whether two places took them whole.",
                    Kind.GAUGE,
                    Map.of("good", Boolean.toString(good)),
                    sets.stream().filter(set -> set.good() == good).count()));
        }
        for (boolean passed : new boolean[] {true, false}) {
            metrics.add(new Metric(
                    "sekisho_restore_tests",
                    "Backup sets restored for a test in the last 400 days, by whether all came back equal.",
                    Kind.GAUGE,
                    Map.of("passed", Boolean.toString(passed)),
                    made.tested().stream()
                            .filter(test -> test.differences().isEmpty() == passed)
                            .count()));
        }
        metrics.add(Metric.of(
                "sekisho_backup_faults",
                "What the newest look at each target found that is not as it was written.",
                Kind.GAUGE,
                faults(made)));
        return metrics;
    }

    private static int faults(Backups made) {
        Map<String, Integer> newest = new HashMap<>();
        made.checks().forEach(check -> newest.putIfAbsent(check.target(), check.faults()));
        return made.targets().stream()
                .mapToInt(target -> newest.getOrDefault(target.name(), 0))
                .sum();
    }
}

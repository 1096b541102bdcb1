package dev.sekisho.trust.restore;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Purpose;
import dev.sekisho.lake.Capture;
import dev.sekisho.lake.CustomerLake;
import dev.sekisho.lake.Lake;
import dev.sekisho.lake.LakeOptions;
import dev.sekisho.lake.Lakes;
import dev.sekisho.records.Records;
import dev.sekisho.records.RecordsDatabase;
import dev.sekisho.records.RecordsOptions;
import dev.sekisho.seal.Vault;
import dev.sekisho.seal.VaultOptions;
import dev.sekisho.seal.Vaults;
import dev.sekisho.trust.backup.Manifest;
import dev.sekisho.trust.backup.RowsHash;
import dev.sekisho.trust.backup.SampledQueries;
import dev.sekisho.trust.backup.SampledQueries.Sample;
import dev.sekisho.trust.backup.SetNotes;
import dev.sekisho.trust.backup.SetReader;
import dev.sekisho.trust.backup.SetTest;
import dev.sekisho.trust.backup.Target;
import dev.sekisho.trust.erasure.ErasureLedger;
import dev.sekisho.trust.erasure.KeyStoreAnchor;
import dev.sekisho.trust.erasure.LedgerReplay;
import dev.sekisho.trust.erasure.Tombstone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Restores a set into a scratch folder with a database of its own, as a lost region would be, and compares what came back with what
 * the set's notes say: rows and their hash as the database gives them out, events by folder, sampled queries. The erasure ledger is
 * applied to the keys before anything is opened: what was erased since stays erased here too, and is not compared. The clock stands at
 * the moment of the set, so that nothing ends its retention in between.
 */
public final class RestoreCheck implements SetTest {
    private static final Actor.Job ACTOR = new Actor.Job("trust.restore-test");

    private final RestoreCheckOptions options;

    /** With these. */
    public RestoreCheck(RestoreCheckOptions options) {
        this.options = options;
    }

    @Override
    public Compared test(Target target, Manifest set) {
        try (Scratch scratch = Scratch.open(options.scratch())) {
            RestorePlan plan = plan(scratch, target, set);
            Restored restored = new Restoration(plan).run();
            if (restored.number() != set.number()) {
                return new Compared(0, 0, 0, 0, 0, List.of("another set came back than was asked for"));
            }
            return compare(plan, set);
        } catch (IOException e) {
            throw new SekishoException(
                    ErrorCode.BACKUP_UNAVAILABLE,
                    "A set could not be restored for a test (" + e.getClass().getSimpleName() + "); it is tried again.",
                    e);
        }
    }

    private RestorePlan plan(Scratch scratch, Target target, Manifest set) throws IOException {
        List<Target> targets = new ArrayList<>(options.targets());
        targets.remove(target);
        targets.addFirst(target);
        Path keys = scratch.keys();
        VaultOptions running = options.vault();
        VaultOptions vault = new VaultOptions(
                running.region(),
                List.of(keys.resolve("one"), keys.resolve("two")),
                keys.resolve("root/root.key"),
                running.passphraseFile(),
                running.cipher(),
                InstantSource.fixed(set.time()),
                running.root(),
                running.customerServices(),
                VaultOptions.Start.KEYS_EXIST);
        return new RestorePlan(
                targets,
                Optional.of(set.time()),
                options.keyCopies(),
                Files.readAllBytes(running.rootFile()),
                vault,
                new RecordsOptions(
                        new RecordsOptions.Embedded(scratch.folder().resolve("postgres"), options.programs()),
                        "sekisho",
                        RecordsOptions.Limits.DEFAULT),
                scratch.folder().resolve("lake"),
                List.of(keys.resolve("root/ledger"), keys.resolve("ledger/ledger")),
                scratch.folder().resolve("files"));
    }

    private Compared compare(RestorePlan plan, Manifest set) {
        InstantSource clock = InstantSource.fixed(set.time());
        try (Vault vault = Vaults.open(plan.vault())) {
            ErasureLedger ledger = ErasureLedger.open(plan.ledgerFiles(), vault.installation());
            ledger.anchor(new KeyStoreAnchor(vault.installation()));
            var replayed = new LedgerReplay(ledger, vault, this::scope).keys();
            SetNotes notes = new SetReader(plan.targets().getFirst(), vault.installation()).notes(set);
            List<String> differences = new ArrayList<>();
            RowsHash rows = new RowsHash();
            try (Records records = RecordsDatabase.open(plan.records(), vault, clock)) {
                var unused = records.copy().snapshot(rows::add);
            }
            if (rows.rows() != notes.records().rows()) {
                differences.add(
                        rows.rows() + " rows instead of " + notes.records().rows());
            } else if (!rows.hex().equals(notes.records().sha256())) {
                differences.add("as many rows, but not the same");
            }
            Since since = since(ledger, set);
            try (Lake lake = Lakes.open(
                    LakeOptions.of(plan.lake(), "restore-test", plan.vault().region()), vault, clock, this::scope)) {
                long events = events(lake, notes, since, differences);
                List<Sample> answers = ask(vault, lake, notes, set, since);
                int erased = (int) answers.stream()
                        .filter(answer -> answer.answer().equals(SampledQueries.NONE))
                        .count();
                int different = 0;
                for (int i = 0; i < answers.size(); i++) {
                    // What had no answer when the set was made has nothing to be compared with.
                    boolean asked = !answers.get(i).answer().equals(SampledQueries.NONE)
                            && !notes.samples().get(i).answer().equals(SampledQueries.NONE);
                    different += asked && !answers.get(i).equals(notes.samples().get(i)) ? 1 : 0;
                }
                if (different > 0 || answers.size() != notes.samples().size()) {
                    differences.add(different + " of " + answers.size() + " queries have another answer");
                }
                return new Compared(rows.rows(), events, answers.size() - erased, erased, notes.missing(), differences);
            }
        }
    }

    /**
     * What was erased after the set.
     *
     * @param customers of whom somebody was erased, or everything
     * @param whole how many customers were erased as a whole
     */
    private record Since(Set<CustomerId> customers, int whole) {}

    private static Since since(ErasureLedger ledger, Manifest set) {
        List<Tombstone> lines = ledger.tombstones();
        List<Tombstone> later = lines.subList(Math.toIntExact(set.ledger().number()), lines.size());
        Set<CustomerId> customers = new HashSet<>();
        Set<CustomerId> whole = new HashSet<>();
        for (Tombstone line : later) {
            customers.add(line.customer());
            if (line.person().isEmpty()) {
                whole.add(line.customer());
            }
        }
        return new Since(customers, whole.size());
    }

    /** Events in segments by folder; folders of customers whose keys are gone since are not there, and no others may be missing. */
    private static long events(Lake lake, SetNotes notes, Since since, List<String> differences) {
        Map<String, Long> there = new HashMap<>();
        try (Capture capture = lake.copy().capture()) {
            capture.days()
                    .forEach((folder, days) -> there.put(
                            folder,
                            days.values().stream().mapToLong(Long::longValue).sum()));
        }
        int absent = 0;
        for (Map.Entry<String, Long> folder : notes.events().entrySet()) {
            Long found = there.get(folder.getKey());
            if (found == null && folder.getValue() > 0) {
                absent++;
            } else if (found != null && !found.equals(folder.getValue())) {
                differences.add(found + " events in a folder instead of " + folder.getValue());
            }
        }
        if (absent > since.whole()) {
            differences.add(
                    absent + " folders of events did not come back; " + since.whole() + " customers were erased");
        }
        return there.values().stream().mapToLong(Long::longValue).sum();
    }

    private List<Sample> ask(Vault vault, Lake lake, SetNotes notes, Manifest set, Since since) {
        SampledQueries queries = new SampledQueries(vault.installation());
        Map<String, CustomerLake> lakes = new HashMap<>();
        for (CustomerId customer : vault.customers()) {
            CustomerScope scope = scope(customer);
            if (!since.customers().contains(customer) && open(vault, scope)) {
                lakes.put(queries.handle(scope), lake.of(scope));
            }
        }
        return queries.askOf(
                notes.seed(), set.time(), notes.customers(), handle -> Optional.ofNullable(lakes.get(handle)));
    }

    /** Whether the customer's keys are given now. */
    private static boolean open(Vault vault, CustomerScope scope) {
        try {
            var keys = vault.of(scope);
            return true;
        } catch (SekishoException e) {
            if (e.code() == ErrorCode.KEY_WITHDRAWN
                    || e.code() == ErrorCode.KEY_DESTROYED
                    || e.code() == ErrorCode.KEY_UNKNOWN) {
                return false;
            }
            throw e;
        }
    }

    private CustomerScope scope(CustomerId customer) {
        return options.issuer().issue(customer, ACTOR, Purpose.SERVICE);
    }
}

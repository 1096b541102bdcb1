package dev.sekisho.trust.backup;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.seal.InstallationVault;
import dev.sekisho.seal.backup.BackupMac;
import dev.sekisho.seal.backup.BackupVerifierKey;
import dev.sekisho.trust.erasure.LedgerLines;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * Proves that every object of the sets of a target is what was written, with the MAC key alone: it opens nothing, and works where no
 * other key is. What it cannot know from the target itself is whether newer sets were taken away; for that it is told the head that
 * somebody else remembers.
 */
public final class SetVerifier {
    private final Tags tags;
    private final BiPredicate<byte[], byte[]> signed;

    private SetVerifier(BackupMac mac, BiPredicate<byte[], byte[]> signed) {
        this.tags = new Tags(mac);
        this.signed = signed;
    }

    /** Of somebody who has the verifier's key and no other. */
    public static SetVerifier of(BackupVerifierKey key) {
        return new SetVerifier(key, (message, signature) -> key.signed(Manifest.PURPOSE, message, signature));
    }

    /** Of the installation itself. */
    public static SetVerifier of(InstallationVault vault) {
        return new SetVerifier(
                vault.backupMac(), (message, signature) -> vault.verify(Manifest.PURPOSE, message, signature));
    }

    /**
     * How far the chain of sets goes, as the key store, a receipt or another target remembers.
     *
     * @param number of the newest manifest
     * @param hash of it, 32 bytes
     */
    public record Head(long number, byte[] hash) {}

    /**
     * What was looked at and found.
     *
     * @param sets manifests that hold, full sets and shipments
     * @param objects objects whose bytes were read
     * @param bytes how many that were
     * @param head the newest manifest that holds
     * @param findings what is wrong; empty if nothing is
     */
    public record Report(int sets, long objects, long bytes, Optional<Head> head, List<Finding> findings) {
        /** Copies the list. */
        public Report {
            findings = List.copyOf(findings);
        }

        /** Whether there is at least one set, and nothing wrong. */
        public boolean holds() {
            return findings.isEmpty() && sets > 0;
        }
    }

    /**
     * Reads every manifest of the target and every object that a manifest lists.
     *
     * @param known the newest head that is known elsewhere, if any
     * @throws IOException if the target cannot be listed
     */
    public Report verify(Target target, Optional<Head> known) throws IOException {
        return verify(target, known, manifest -> true);
    }

    /** As above, but reads the objects only of some sets; manifests are all read. */
    public Report verify(Target target, Optional<Head> known, Predicate<Manifest> chosen) throws IOException {
        List<Finding> findings = new ArrayList<>();
        List<Manifest> manifests = manifests(target, findings);
        chain(manifests, known, findings);
        Map<String, Long> there = new HashMap<>();
        target.list(Target.OBJECTS).forEach(object -> there.put(object.name(), object.length()));
        Set<String> listed = new HashSet<>();
        Map<Id128, Entry> read = new HashMap<>();
        long bytes = 0;
        for (Manifest manifest : manifests) {
            for (Entry entry : manifest.entries()) {
                listed.add(entry.name());
                Entry before = read.get(entry.object());
                if (before == null && chosen.test(manifest)) {
                    read.put(entry.object(), entry);
                    bytes += check(target, entry, there.get(entry.name()), findings);
                } else if (before != null && !same(before, entry)) {
                    findings.add(new Finding(Finding.Kind.DAMAGED, entry.name()));
                }
            }
        }
        there.keySet().stream()
                .filter(name -> !listed.contains(name))
                .sorted()
                .forEach(name -> findings.add(new Finding(Finding.Kind.UNLISTED, name)));
        ledger(target, manifests, findings);
        Optional<Head> head = manifests.isEmpty()
                ? Optional.empty()
                : Optional.of(new Head(
                        manifests.getLast().number(), manifests.getLast().hash()));
        return new Report(manifests.size(), read.size(), bytes, head, findings);
    }

    private static boolean same(Entry one, Entry other) {
        return one.kind() == other.kind()
                && one.length() == other.length()
                && MessageDigest.isEqual(one.tag(), other.tag());
    }

    /** Those whose tag holds, in order of number. */
    private List<Manifest> manifests(Target target, List<Finding> findings) throws IOException {
        List<Manifest> good = new ArrayList<>();
        for (Target.Listed listed : target.list(Target.SETS)) {
            try (InputStream in = target.get(listed.name())) {
                Manifest manifest = Manifest.parse(in.readAllBytes());
                if (holds(manifest) && manifest.name().equals(listed.name())) {
                    good.add(manifest);
                } else {
                    findings.add(new Finding(Finding.Kind.MANIFEST_DAMAGED, listed.name()));
                }
            } catch (NoSuchFileException e) {
                // Its time was over between the list and the read.
                continue;
            } catch (IOException e) {
                findings.add(new Finding(Finding.Kind.UNREADABLE, listed.name()));
            } catch (SekishoException e) {
                if (e.code() != ErrorCode.BACKUP_DAMAGED) {
                    throw e;
                }
                findings.add(new Finding(Finding.Kind.MANIFEST_DAMAGED, listed.name()));
            }
        }
        good.sort(java.util.Comparator.comparingLong(Manifest::number));
        return good;
    }

    /** Whether a manifest is what its maker wrote. */
    public boolean holds(Manifest manifest) {
        return MessageDigest.isEqual(tags.manifest(manifest), manifest.tag())
                && signed.test(manifest.signed(), manifest.signature());
    }

    private static void chain(List<Manifest> manifests, Optional<Head> known, List<Finding> findings) {
        for (int i = 1; i < manifests.size(); i++) {
            Manifest before = manifests.get(i - 1);
            Manifest manifest = manifests.get(i);
            // A target that was away for a set has a gap in its numbers, and none in what follows what.
            if (manifest.number() == before.number() || !Arrays.equals(manifest.previous(), before.hash())) {
                findings.add(new Finding(Finding.Kind.CHAIN_BROKEN, manifest.name()));
            }
        }
        known.ifPresent(head -> {
            Optional<Manifest> same = manifests.stream()
                    .filter(manifest -> manifest.number() == head.number())
                    .findFirst();
            long newest = manifests.isEmpty() ? 0 : manifests.getLast().number();
            boolean holds = same.map(manifest -> Arrays.equals(manifest.hash(), head.hash()))
                    .orElse(newest > head.number());
            if (!holds) {
                findings.add(new Finding(Finding.Kind.ROLLED_BACK, Target.SETS));
            }
        });
    }

    /** Lines name each other, and manifests name lines: only one that came after the newest manifest has nobody to vouch for it. */
    private static void ledger(Target target, List<Manifest> manifests, List<Finding> findings) throws IOException {
        LedgerLines lines = LedgerInTargets.read(target);
        if (lines.count() < target.list(Target.LEDGER).size()) {
            findings.add(new Finding(Finding.Kind.LEDGER_DAMAGED, LedgerInTargets.object(lines.count() + 1)));
        }
        for (Manifest manifest : manifests) {
            try {
                lines.require(manifest.ledger());
            } catch (SekishoException e) {
                findings.add(new Finding(Finding.Kind.LEDGER_DAMAGED, manifest.name()));
            }
        }
    }

    private long check(
            Target target, Entry entry, @org.jspecify.annotations.Nullable Long length, List<Finding> findings) {
        if (length == null) {
            findings.add(new Finding(Finding.Kind.MISSING, entry.name()));
            return 0;
        }
        try (InputStream in = target.get(entry.name())) {
            Tags.Tagged tagged = tags.object(entry.object(), entry.kind(), entry.length(), in);
            if (tagged.bytes() != entry.length() || !MessageDigest.isEqual(tagged.tag(), entry.tag())) {
                findings.add(new Finding(Finding.Kind.DAMAGED, entry.name()));
            }
            return tagged.bytes();
        } catch (NoSuchFileException e) {
            findings.add(new Finding(Finding.Kind.MISSING, entry.name()));
        } catch (IOException e) {
            findings.add(new Finding(Finding.Kind.UNREADABLE, entry.name()));
        }
        return 0;
    }
}

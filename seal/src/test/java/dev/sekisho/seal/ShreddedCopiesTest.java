package dev.sekisho.seal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.seal.copy.KeyCopyFile;
import dev.sekisho.seal.copy.KeyCopyFile.Opened;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was erased is dark on the ninth day, for whoever kept every copy of the key store, the root and the sealed data. */
class ShreddedCopiesTest {
    private static final CustomerScope ERASED = Fixture.newCustomer();
    private static final CustomerScope KEPT = Fixture.newCustomer();
    private static final PersonToken PERSON = new PersonToken(new dev.sekisho.kernel.id.Id128(0x7065, 0x7273));

    @TempDir
    Path folder;

    @Test
    void noCopyOfDayZeroOpensOnDayNineAndWithAStolenCopyKeyItDoes() throws IOException {
        CopiedRegion region = new CopiedRegion(folder);
        List<byte[]> kept = new ArrayList<>();
        byte[] root;
        byte[] stolen;
        byte[] row;
        byte[] identity;
        try (Vault vault = region.open()) {
            KeyCopies copies = vault.copies(region.places());
            // Day 0: everything is copied; the attacker keeps every copy file, the root file and the sealed rows
            row = vault.create(ERASED).seal(CopiedRegion.ROW, CopiedRegion.TEXT);
            identity = vault.create(KEPT).sealIdentity(PERSON, 1, CopiedRegion.TEXT);
            KeyCopy first = copies.take();
            KeyCopy second = copies.take();
            for (KeyCopy copy : List.of(first, second)) {
                kept.add(Files.readAllBytes(region.copyFile("a", copy.name())));
                kept.add(Files.readAllBytes(region.copyFile("b", copy.name())));
            }
            root = Files.readAllBytes(region.root());
            stolen = Files.readAllBytes(region.keyFile("b", region.today()));
            // Day 1: a customer and a person are erased
            region.pass(Duration.ofDays(1));
            vault.destroy(ERASED);
            vault.of(KEPT).destroyIdentity(PERSON);
            // Days 1 to 9: copies go on every day
            for (int day = 1; day <= 9; day++) {
                kept.add(Files.readAllBytes(region.copyFile("a", copies.take().name())));
                copies.expire(region.now(), Set.of(first.name(), second.name()));
                if (day == 8) {
                    assertThat(opening(region, kept, keys(region)))
                            .as("the copies of day 0 live to the end of day 8")
                            .hasSize(kept.size());
                }
                region.pass(Duration.ofDays(day < 9 ? 1 : 0));
            }
        }
        // Day 9: whatever lies anywhere is tried on whatever was kept
        List<Opened> open = opening(region, kept, keys(region));
        assertThat(open).as("copies since day 1, which know nothing of them").hasSize(9);
        for (Opened copy : open) {
            assertThat(readable(region, copy, root, row, identity)).isZero();
        }
        // Negative control: a copy key that somebody stole in its time opens what was erased
        List<Opened> withStolen = opening(region, kept, Map.of("stolen", stolen));
        assertThat(withStolen).hasSize(2);
        for (Opened copy : withStolen) {
            assertThat(readable(region, copy, root, row, identity)).isEqualTo(2);
        }
    }

    private static Map<String, byte[]> keys(CopiedRegion region) throws IOException {
        Map<String, byte[]> keys = new HashMap<>();
        for (KeyCopyPlace place : region.places()) {
            for (Path under : List.of(place.keys(), place.copies())) {
                try (Stream<Path> files = Files.list(under)) {
                    for (Path file : files.toList()) {
                        keys.put(file.toString(), Files.readAllBytes(file));
                    }
                }
            }
        }
        return keys;
    }

    /** The copies that any of the keys opens. */
    private static List<Opened> opening(CopiedRegion region, List<byte[]> copies, Map<String, byte[]> keys) {
        assertThat(region.places()).hasSize(2);
        List<Opened> open = new ArrayList<>();
        for (byte[] copy : copies) {
            for (byte[] key : keys.values()) {
                if (key.length > 200) {
                    continue;
                }
                try {
                    open.add(KeyCopyFile.open(copy, key));
                    break;
                } catch (SekishoException e) {
                    assertThat(e.code()).isIn(ErrorCode.KEY_COPY_DARK, ErrorCode.KEY_COPY_DAMAGED);
                }
            }
        }
        return open;
    }

    /** How many of the two erased things a copy with its root brings back. */
    private int readable(CopiedRegion region, Opened copy, byte[] root, byte[] row, byte[] identity)
            throws IOException {
        int readable = 0;
        Path machine = Files.createTempDirectory(folder, "attacker");
        try (Vault vault =
                region.laidPlainly(copy.keys(), root, folder.relativize(machine).toString())) {
            try {
                readable += vault.of(ERASED).open(CopiedRegion.ROW, row).length == 3 ? 1 : 0;
            } catch (SekishoException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.KEY_DESTROYED);
            }
            try {
                readable += vault.of(KEPT).openIdentity(PERSON, 1, identity).length == 3 ? 1 : 0;
            } catch (SekishoException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.KEY_DESTROYED);
            }
        }
        return readable;
    }
}

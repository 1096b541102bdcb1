package dev.sekisho.app.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.control.HealthSource.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostChecksTest {
    private static final String NO_SWAP = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n";

    @TempDir
    Path root;

    @BeforeEach
    void aMachineWithNothingWrong() {
        limit("0");
        put("proc/self/coredump_filter", "00000033\n");
        put("proc/sys/kernel/core_pattern", "core\n");
        put("proc/swaps", NO_SWAP);
    }

    @Test
    void nothingWrongIsWorking() {
        assertThat(HostChecks.below(root).findings()).isEmpty();
        assertThat(new HostHealth(HostChecks.below(root)).condition().state()).isEqualTo(State.WORKING);
    }

    @Test
    void coreDumpsThatWouldBeWrittenAreAFinding() {
        limit("unlimited");
        assertThat(new HostHealth(HostChecks.below(root)).condition().state()).isEqualTo(State.DEGRADED);
        assertThat(HostChecks.below(root).findings()).singleElement().asString().contains("ulimit -c 0");
        // unless they hold no memory of ours, or have no name to be written under
        put("proc/self/coredump_filter", "00000030\n");
        assertThat(HostChecks.below(root).findings()).isEmpty();
        put("proc/self/coredump_filter", "00000033\n");
        put("proc/sys/kernel/core_pattern", "\n");
        assertThat(HostChecks.below(root).findings()).isEmpty();
    }

    @Test
    void aLimitOfNothingDoesNotStopAProgramThatGetsThePipe() {
        put("proc/sys/kernel/core_pattern", "|/usr/lib/systemd/systemd-coredump %P\n");
        assertThat(HostChecks.below(root).findings()).singleElement().asString().contains("ulimit -c 1", "pipes");
        limit("1");
        assertThat(HostChecks.below(root).findings()).isEmpty();
    }

    @Test
    void swapIsAFindingUnlessItIsEncryptedOrInMemory() {
        swap("/dev/sda3", "/swapfile");
        assertThat(HostChecks.below(root).findings())
                .hasSize(2)
                .anyMatch(text -> text.contains("/dev/sda3"))
                .anyMatch(text -> text.contains("/swapfile"));
        swap("/dev/dm-1");
        put("sys/block/dm-1/dm/uuid", "LVM-abc\n");
        assertThat(HostChecks.below(root).findings()).hasSize(1);
        put("sys/block/dm-1/dm/uuid", "CRYPT-PLAIN-swap\n");
        assertThat(HostChecks.below(root).findings()).isEmpty();
        swap("/dev/mapper/cryptswap");
        assertThat(HostChecks.below(root).findings()).hasSize(1);
        put("sys/block/dm-1/dm/name", "cryptswap\n");
        assertThat(HostChecks.below(root).findings()).isEmpty();
        swap("/dev/zram0");
        assertThat(HostChecks.below(root).findings()).isEmpty();
        put("sys/block/zram0/backing_dev", "/dev/sda4\n");
        assertThat(HostChecks.below(root).findings()).hasSize(1);
    }

    @Test
    void whatCannotBeReadIsAFindingAsWell() throws IOException {
        Files.delete(root.resolve("proc/swaps"));
        Files.delete(root.resolve("proc/self/limits"));
        assertThat(HostChecks.below(root).findings()).hasSize(2).allMatch(text -> text.contains("does not say"));
    }

    private void limit(String soft) {
        put(
                "proc/self/limits",
                "Limit                     Soft Limit           Hard Limit           Units     \n"
                        + "Max core file size        " + soft
                        + "                    unlimited            bytes     \n");
    }

    private void swap(String... devices) {
        StringBuilder text = new StringBuilder(NO_SWAP);
        for (String device : devices) {
            text.append(device).append("\tpartition\t1048572\t0\t-2\n");
        }
        put("proc/swaps", text.toString());
    }

    private void put(String file, String content) {
        try {
            Files.createDirectories(root.resolve(file).getParent());
            Files.writeString(root.resolve(file), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.sekisho.app.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whether keys in this process's memory could reach a disk: by a core dump (proc_pid_limits(5), core(5)), or by swap that is not
 * encrypted (swapon(8), a device of dm-crypt in {@code /sys/block}). What cannot be read is a finding as well.
 */
public final class HostChecks {
    private static final Pattern CORE = Pattern.compile("(?m)^Max core file size\\s+(\\S+)\\s+(\\S+)");
    private static final String ANONYMOUS_PRIVATE = "bit 0 of coredump_filter";
    private final Path root;

    private HostChecks(Path root) {
        this.root = root;
    }

    /** The checks of this machine. */
    public static HostChecks ofThisMachine() {
        return new HostChecks(Path.of("/"));
    }

    /** The checks over copies of {@code proc} and {@code sys} below a folder. */
    public static HostChecks below(Path root) {
        return new HostChecks(root);
    }

    /** What was found, a sentence each; empty if nothing is wrong. */
    public List<String> findings() {
        List<String> findings = new ArrayList<>();
        coreDumps().ifPresent(findings::add);
        findings.addAll(swap());
        return findings;
    }

    private Optional<String> coreDumps() {
        Optional<String> limits = read("proc/self/limits");
        Optional<String> filter = read("proc/self/coredump_filter");
        Optional<String> pattern = read("proc/sys/kernel/core_pattern");
        if (limits.isEmpty() || filter.isEmpty() || pattern.isEmpty()) {
            return Optional.of("core dumps: the system does not say whether they are written");
        }
        Matcher size = CORE.matcher(limits.get());
        if (!size.find()) {
            return Optional.of("core dumps: the system does not say whether they are written");
        }
        // A program that the kernel pipes dumps to gets them whatever the limit is, except a limit of exactly one byte
        // (core(5)).
        boolean piped = pattern.get().startsWith("|");
        boolean written = piped
                ? !size.group(1).equals("1")
                : !size.group(1).equals("0") && !pattern.get().isEmpty();
        if (!written || !dumpsMemory(filter.get())) {
            return Optional.empty();
        }
        return Optional.of("core dumps are enabled and would hold keys: start with \"ulimit -c "
                + (piped ? "1" : "0") + "\""
                + (piped ? " (the kernel pipes them to a program, which a limit of 0 does not stop)" : "")
                + ", or take " + ANONYMOUS_PRIVATE + " away");
    }

    /** Bits 0 (anonymous private) and 1 (anonymous shared) are where a heap is. */
    private static boolean dumpsMemory(String filter) {
        try {
            return (Long.parseLong(filter, 16) & 3) != 0;
        } catch (NumberFormatException e) {
            return true;
        }
    }

    private List<String> swap() {
        Optional<String> swaps = read("proc/swaps");
        if (swaps.isEmpty()) {
            return List.of("swap: the system does not say whether there is any");
        }
        return swaps.get()
                .lines()
                .skip(1)
                .map(line -> line.split("\\s+", -1)[0])
                .filter(device -> !device.isEmpty() && !inMemory(device) && !encrypted(device))
                .map(device -> "swap on " + device
                        + " is not encrypted and could hold keys: turn it off (swapoff), or put it on dm-crypt")
                .toList();
    }

    /** Compressed memory, unless it writes back to a disk. */
    private boolean inMemory(String device) {
        if (!device.startsWith("/dev/zram")) {
            return false;
        }
        String name = device.substring("/dev/".length());
        return read("sys/block/" + name + "/backing_dev")
                .map(back -> back.equals("none"))
                .orElse(true);
    }

    private boolean encrypted(String device) {
        return mapped(device)
                .flatMap(name -> read("sys/block/" + name + "/dm/uuid"))
                .map(uuid -> uuid.startsWith("CRYPT-"))
                .orElse(false);
    }

    /** The name {@code dm-N} of a device-mapper device, by itself or by the name it is mapped as. */
    private Optional<String> mapped(String device) {
        if (device.matches("/dev/dm-\\d+")) {
            return Optional.of(device.substring("/dev/".length()));
        }
        if (!device.startsWith("/dev/mapper/")) {
            return Optional.empty();
        }
        String wanted = device.substring("/dev/mapper/".length());
        try (Stream<Path> blocks = Files.list(root.resolve("sys/block"))) {
            return blocks.map(block -> block.getFileName().toString())
                    .filter(name -> name.startsWith("dm-"))
                    .filter(name -> read("sys/block/" + name + "/dm/name")
                            .filter(wanted::equals)
                            .isPresent())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Optional<String> read(String file) {
        try {
            return Optional.of(Files.readString(root.resolve(file)).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}

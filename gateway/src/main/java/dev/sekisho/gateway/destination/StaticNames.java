package dev.sekisho.gateway.destination;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Names that are known without DNS, in the form of hosts(5): an address, then names, separated by white space; {@code #} starts
 * a comment. A name on several lines has several addresses.
 *
 * @param names lower-case name without trailing dot to its addresses, in the file's order
 */
public record StaticNames(Map<String, List<InetAddress>> names) {
    /** No names. */
    public static final StaticNames NONE = new StaticNames(Map.of());

    /** Takes a copy. */
    public StaticNames {
        names = Map.copyOf(names);
    }

    /**
     * Reads a file.
     *
     * @throws SekishoException {@code CONFIG_INVALID}, with every bad line, or if the file cannot be read
     */
    public static StaticNames read(Path file) {
        try {
            return parse(Files.readAllLines(file));
        } catch (IOException e) {
            throw new SekishoException(
                    ErrorCode.CONFIG_INVALID,
                    "gateway.names: the file \"" + file.getFileName() + "\" cannot be read as UTF-8 text.",
                    e);
        }
    }

    /**
     * Reads lines.
     *
     * @throws SekishoException {@code CONFIG_INVALID}, with every bad line
     */
    public static StaticNames parse(List<String> lines) {
        Map<String, List<InetAddress>> names = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (int number = 1; number <= lines.size(); number++) {
            String line = lines.get(number - 1).replaceFirst("#.*", "").strip();
            if (!line.isEmpty()) {
                String problem = add(names, line.split("\\s+"));
                if (problem != null) {
                    problems.add("line " + number + ": " + problem);
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new SekishoException(
                    ErrorCode.CONFIG_INVALID,
                    "gateway.names: " + String.join("; ", problems) + ". The form is hosts(5).");
        }
        names.replaceAll((name, addresses) -> List.copyOf(addresses));
        return new StaticNames(names);
    }

    private static @Nullable String add(Map<String, List<InetAddress>> names, String[] words) {
        byte @Nullable [] bytes = NetUtil.createByteArrayFromIpAddressString(words[0]);
        if (bytes == null) {
            return "\"" + words[0] + "\" is not an address";
        }
        if (words.length == 1) {
            return "no name follows the address";
        }
        for (int i = 1; i < words.length; i++) {
            String name = words[i].toLowerCase(Locale.ROOT);
            String key = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
            List<InetAddress> addresses = names.computeIfAbsent(key, ignored -> new ArrayList<>());
            try {
                InetAddress address = InetAddress.getByAddress(key, bytes);
                if (!addresses.contains(address)) {
                    addresses.add(address);
                }
            } catch (UnknownHostException e) {
                return "\"" + words[0] + "\" is not an address";
            }
        }
        return null;
    }

    /** The addresses of a normalised name; empty if it is not listed. */
    List<InetAddress> find(String name) {
        return names.getOrDefault(name, List.of());
    }
}

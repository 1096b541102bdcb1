package dev.sekisho.policy.imports;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.policy.category.CategoryTableBuilder;
import dev.sekisho.policy.category.ListInfo;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Reads one list into a table under construction, as a stream; files may be gzip. */
final class ListImport {
    /** The most bytes that one list may unpack to. */
    static final long LIST_BYTES_MAX = 2L << 30;

    private static final int BUFFER_BYTES = 64 * 1024;

    private final CatalogueRow row;
    private final Entries entries;
    private final MessageDigest folder = sha256();
    private long bytes;

    private ListImport(CatalogueRow row, CategoryTableBuilder table) {
        this.row = row;
        this.entries = new Entries(table, row.list());
    }

    /**
     * Reads the list and notes it in the table.
     *
     * @throws SekishoException {@code LIST_DAMAGED}: then the table under construction must be thrown away
     */
    static void run(CatalogueRow row, CategoryTableBuilder table) {
        try {
            table.addList(new ListImport(row, table).read());
        } catch (EOFException | ZipException e) {
            throw damaged(row, "it is cut off or damaged", e);
        } catch (IOException e) {
            throw damaged(row, "it cannot be read", e);
        }
    }

    private ListInfo read() throws IOException {
        String hash;
        if (Files.isDirectory(row.path())) {
            for (Path file : files(row.path())) {
                folderFile(file);
            }
            hash = HexFormat.of().formatHex(folder.digest());
        } else {
            hash = file(
                    row.path(),
                    LineFormat.of(row.format(), row.set().equals("*") ? 0 : entries.set(row.set()), entries));
        }
        if (!row.sha256().equals("-") && !row.sha256().equals(hash)) {
            throw damaged(row, "its SHA-256 is " + hash + ", not the one in the catalogue", null);
        }
        if (entries.isImplausible()) {
            throw damaged(
                    row, "of its entries " + entries.taken() + " could be read, " + entries.skipped() + " not", null);
        }
        return new ListInfo(
                row.list(), row.version(), row.date(), hash, row.licence(), entries.taken(), entries.skipped());
    }

    private void folderFile(Path file) throws IOException {
        String name = baseName(file);
        String hash;
        if (row.format() == ListFormat.SQUIDGUARD) {
            Path parent = file.getParent();
            int set = entries.set(parent == null ? name : String.valueOf(parent.getFileName()));
            hash = switch (name) {
                case "domains" -> file(file, LineFormat.of(ListFormat.PLAIN, set, entries));
                case "urls" -> file(file, (line, from, to, into) -> into.url(set, line, from, to));
                case "expressions", "very_restrictive_expression" ->
                    file(file, (line, from, to, into) -> into.unsupported());
                default ->
                    file(file, (line, from, to, into) -> {
                        // usage notes and the like hold no entries
                    });
            };
        } else {
            hash = file(file, LineFormat.of(row.format(), entries.set(name), entries));
        }
        String place = row.path().relativize(file).toString().replace('\\', '/');
        folder.update((place + "\t" + hash + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private String file(Path file, LineFormat format) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream raw = new DigestInputStream(Files.newInputStream(file), digest)) {
            boolean packed = file.toString().endsWith(".gz");
            InputStream in = packed ? new GZIPInputStream(raw, BUFFER_BYTES) : raw;
            Lines lines = new Lines(in);
            while (lines.next()) {
                bytes += lines.to() - lines.from() + 1;
                if (bytes > LIST_BYTES_MAX) {
                    throw damaged(row, "it is longer than " + LIST_BYTES_MAX + " bytes", null);
                }
                if (lines.to() > lines.from()) {
                    format.line(lines.bytes(), lines.from(), lines.to(), entries);
                }
            }
            raw.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder, 2)) {
            return files.filter(Files::isRegularFile)
                    .sorted((a, b) -> a.toString().compareTo(b.toString()))
                    .toList();
        }
    }

    private static String baseName(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.indexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static SekishoException damaged(CatalogueRow row, String why, @Nullable Throwable cause) {
        return new SekishoException(
                ErrorCode.LIST_DAMAGED,
                "The category list \"" + row.list() + "\" was refused: " + why
                        + ". The lists loaded before stay in force.",
                cause);
    }
}

package dev.sekisho.seal.copy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.seal.KeyCopies;
import dev.sekisho.seal.KeyCopyPlace;
import dev.sekisho.seal.keys.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** One place of copies: what is done to its two folders. Every file is written beside its name, then moved there. */
final class CopyPlace {
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");
    private final KeyCopyPlace folders;
    private final Disk disk;

    CopyPlace(KeyCopyPlace folders, Disk disk) {
        this.folders = folders;
        this.disk = disk;
    }

    KeyCopyPlace folders() {
        return folders;
    }

    /**
     * The copy key of the day, made where there is none.
     *
     * @throws SekishoException {@code KEY_COPY_DAMAGED}: it is not replaced, or the day's copies so far would be dark
     */
    CopyKey key(LocalDate day, SecureRandom random) throws IOException {
        Path file = folders.keys().resolve(CopyName.keyFile(day));
        try {
            CopyKey known = CopyKey.decode(disk.read(file));
            if (!known.day().equals(day)) {
                throw new SekishoException(
                        ErrorCode.KEY_COPY_DAMAGED,
                        "The copy key named after " + day + " is of " + known.day() + "; somebody moved it.");
            }
            return known;
        } catch (NoSuchFileException e) {
            CopyKey made = CopyKey.create(day, random);
            write(file, made.encode());
            return made;
        }
    }

    void store(CopyName name, byte[] file) throws IOException {
        write(folders.copies().resolve(name.file()), file);
    }

    private void write(Path file, byte[] bytes) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            Files.createDirectories(parent, PosixFilePermissions.asFileAttribute(OWNER));
        }
        Path fresh = file.resolveSibling(file.getFileName() + CopyName.FRESH);
        disk.write(fresh, bytes);
        disk.replace(fresh, file, 0);
    }

    /** The copies that lie here. */
    List<CopyName> copies() throws IOException {
        return disk.names(folders.copies()).stream()
                .flatMap(file -> CopyName.ofFile(file).stream())
                .toList();
    }

    /** The days whose copy keys lie here. */
    Set<LocalDate> keyDays() throws IOException {
        Set<LocalDate> days = new TreeSet<>();
        for (String file : disk.names(folders.keys())) {
            if (!file.endsWith(CopyName.FRESH)) {
                CopyName.keyDay(file).ifPresent(days::add);
            }
        }
        return days;
    }

    /**
     * Destroys the keys of days before {@code first}, and halves of keys that were never used.
     *
     * @return what could not be destroyed, with the reason
     */
    List<String> destroyKeysBefore(LocalDate first) {
        List<String> left = new ArrayList<>();
        try {
            for (String file : disk.names(folders.keys())) {
                LocalDate day = CopyName.keyDay(file).orElse(LocalDate.MAX);
                if (day.isBefore(first) || (day.isBefore(LocalDate.MAX) && file.endsWith(CopyName.FRESH))) {
                    try {
                        disk.erase(folders.keys().resolve(file));
                    } catch (IOException e) {
                        left.add(folders.keys().resolve(file) + " (" + reason(e) + ")");
                    }
                }
            }
        } catch (IOException e) {
            left.add(folders.keys() + " (" + reason(e) + ")");
        }
        return left;
    }

    /** Removes copies that are dark, and of the days before today what is neither the newest nor named. */
    void thin(LocalDate today, Set<String> named) throws IOException {
        Map<LocalDate, CopyName> newest = new HashMap<>();
        for (CopyName copy : copies()) {
            newest.merge(copy.day(), copy, (a, b) -> b.text().compareTo(a.text()) > 0 ? b : a);
        }
        for (String file : disk.names(folders.copies())) {
            if (file.endsWith(CopyName.COPY + CopyName.FRESH)) {
                disk.delete(folders.copies().resolve(file));
            }
        }
        for (CopyName copy : copies()) {
            boolean dark = copy.day().isBefore(firstDay(today));
            boolean spare =
                    copy.day().isBefore(today) && !named.contains(copy.text()) && !copy.equals(newest.get(copy.day()));
            if (dark || spare) {
                disk.delete(folders.copies().resolve(copy.file()));
            }
        }
    }

    /** The first day whose copy key still lives. */
    static LocalDate firstDay(LocalDate today) {
        return today.minusDays(KeyCopies.DAYS);
    }

    static String reason(Exception e) {
        if (e instanceof SekishoException) {
            return String.valueOf(e.getMessage());
        }
        String message = e.getMessage();
        return message != null && message.contains("No space left")
                ? "the disk is full"
                : switch (e) {
                    case java.nio.file.AccessDeniedException denied -> "access denied";
                    case java.nio.file.FileSystemException other ->
                        other.getClass().getSimpleName();
                    default -> message == null ? e.getClass().getSimpleName() : message;
                };
    }
}

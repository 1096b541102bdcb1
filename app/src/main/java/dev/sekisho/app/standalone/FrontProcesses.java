package dev.sekisho.app.standalone;

import dev.sekisho.gateway.front.FrontPlace;
import dev.sekisho.gateway.front.Fronts;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Supplier;

/** Fronts as child processes of this one, with this Java and this class path; their sockets are in a folder of the home folder. */
final class FrontProcesses implements Fronts {
    private final Path folder;
    private final Supplier<FrontIdentity> identity;

    /**
     * With an empty folder.
     *
     * @param identity the listeners' key and certificate as they should be now, made when the first front is started
     */
    FrontProcesses(Path home, Supplier<FrontIdentity> identity) {
        this.folder = home.resolve("fronts");
        this.identity = identity;
    }

    @Override
    public Path folder() {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            return folder;
        } catch (IOException e) {
            throw new SekishoException(
                    ErrorCode.DISK_FAILED, "The folder " + folder + " cannot be made: " + e.getMessage(), e);
        }
    }

    /** Removes the sockets of a process that was killed. */
    void sweep() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "*.sock")) {
            for (Path each : left) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Front start(FrontPlace place) {
        FrontProcess process = new FrontProcess(identity, place);
        process.start();
        return process;
    }
}

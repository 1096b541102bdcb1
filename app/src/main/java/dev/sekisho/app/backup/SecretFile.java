package dev.sekisho.app.backup;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Writes a file that only its owner may read, and replaces none. */
public final class SecretFile {
    private SecretFile() {}

    /** @throws SekishoException {@code CONFLICT} if the name is taken, {@code DISK_FAILED} if it cannot be written */
    public static void write(Path file, byte[] content) {
        try (FileChannel out = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        } catch (FileAlreadyExistsException e) {
            throw new SekishoException(ErrorCode.CONFLICT, "There is a file " + file + " already; name another.", e);
        } catch (IOException e) {
            throw new SekishoException(ErrorCode.DISK_FAILED, "The file " + file + " cannot be written.", e);
        }
    }
}

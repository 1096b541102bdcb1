package dev.sekisho.lake.segment;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.lake.bytes.ByteReader;
import dev.sekisho.lake.bytes.ByteWriter;
import dev.sekisho.lake.files.LakeFiles;
import dev.sekisho.seal.RecordSealer;
import dev.sekisho.seal.RecordSealer.RecordContext;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * A small file of a customer's folder that is replaced as a whole: a magic number, the version in the clear, and the content as one
 * sealed record, bound to what it is and to the version.
 *
 * @param <T> what it holds
 */
final class SealedFile<T> {
    private final LakeFiles files;
    private final RecordSealer sealer;
    private final Form<T> form;

    SealedFile(LakeFiles files, RecordSealer sealer, Form<T> form) {
        this.files = files;
        this.sealer = sealer;
        this.form = form;
    }

    /**
     * What distinguishes one kind of file from another.
     *
     * @param magic its first four bytes
     * @param table the store in the record's context
     * @param what a word for errors
     */
    record Form<T>(
            int magic,
            String table,
            String what,
            ToLongFunction<T> version,
            Function<T, byte[]> encode,
            Function<byte[], T> decode) {}

    /**
     * Reads it; empty if it does not exist.
     *
     * @param name the file
     * @param id the row in the record's context
     * @throws SekishoException {@code RECORD_DAMAGED} if it is not what was written
     */
    Optional<T> read(String name, String id) throws IOException {
        byte[] file;
        try {
            file = files.read(name);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        try {
            ByteReader in = new ByteReader(file);
            if (in.int32() != form.magic()) {
                throw new IllegalArgumentException("not a file of this kind");
            }
            long version = in.int64();
            T content = form.decode().apply(sealer.open(new RecordContext(form.table(), id, version), in.block()));
            if (!in.atEnd() || form.version().applyAsLong(content) != version) {
                throw new IllegalArgumentException("a file of another version");
            }
            return Optional.of(content);
        } catch (IllegalArgumentException e) {
            throw new SekishoException(ErrorCode.RECORD_DAMAGED, "a customer's " + form.what() + " is damaged", e);
        }
    }

    /** Writes it in place of the one before; durable when this returns. */
    void write(String name, String id, T content) throws IOException {
        files.replace(name, bytes(id, content));
    }

    /** The same as a file, sealed anew. */
    byte[] bytes(String id, T content) {
        long version = form.version().applyAsLong(content);
        byte[] sealed = sealer.seal(
                new RecordContext(form.table(), id, version), form.encode().apply(content));
        return new ByteWriter().int32(form.magic()).int64(version).block(sealed).toBytes();
    }
}

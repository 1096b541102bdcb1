package dev.sekisho.trust.backup;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.seal.backup.BackupMac;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** An object on its way: at its end, length and tag are compared with what its manifest says. */
final class CheckedObject extends FilterInputStream {
    private final BackupMac.Tagger tagger;
    private final Entry entry;
    private long bytes;
    private boolean compared;

    CheckedObject(InputStream in, BackupMac.Tagger tagger, Entry entry) {
        super(in);
        this.tagger = tagger;
        this.entry = entry;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        int read = readSource(buffer, offset, length);
        if (read > 0) {
            tagger.update(buffer, offset, read);
            bytes += read;
            if (bytes > entry.length()) {
                throw damaged(entry);
            }
        } else if (read < 0 && !compared) {
            compared = true;
            if (bytes != entry.length() || !MessageDigest.isEqual(tagger.tag(), entry.tag())) {
                throw damaged(entry);
            }
        }
        return read;
    }

    /** Whoever writes what this gives must not take a target that fails for a disk that does. */
    private int readSource(byte[] buffer, int offset, int length) {
        try {
            return super.read(buffer, offset, length);
        } catch (IOException e) {
            throw new SekishoException(
                    ErrorCode.BACKUP_UNAVAILABLE,
                    "A target of backups could not be read to the end of an object; do the same again, or with another one.",
                    e);
        }
    }

    @Override
    public long skip(long count) throws IOException {
        throw new IOException("what is skipped is not checked");
    }

    static SekishoException damaged(Entry entry) {
        return new SekishoException(
                ErrorCode.BACKUP_DAMAGED,
                "An object of the set is missing or is not what was written (" + entry.name()
                        + "); take another set, or the same from another target.");
    }
}

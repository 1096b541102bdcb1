package dev.sekisho.trust.backup;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.seal.backup.BackupMac;
import java.io.IOException;
import java.io.InputStream;

/** How objects and manifests are tagged (docs/formats.md, "Backup set"). */
final class Tags {
    private static final int BUFFER_BYTES = 1 << 18;

    private final BackupMac mac;

    Tags(BackupMac mac) {
        this.mac = mac;
    }

    /** What tags an object of this identifier, kind and length. */
    BackupMac.Tagger tagger(Entry entry) {
        return tagger(entry.object(), entry.kind(), entry.length());
    }

    private BackupMac.Tagger tagger(Id128 object, Entry.Kind kind, long length) {
        return mac.tagger("object " + Manifest.hex(object) + " " + kind.code() + " " + length);
    }

    /** The tag of an object's bytes, and how many they are. */
    Tagged object(Id128 object, Entry.Kind kind, long length, InputStream in) throws IOException {
        BackupMac.Tagger tagger = tagger(object, kind, length);
        byte[] buffer = new byte[BUFFER_BYTES];
        long bytes = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            tagger.update(buffer, 0, read);
            bytes += read;
        }
        return new Tagged(tagger.tag(), bytes);
    }

    /** The tag of a manifest. */
    byte[] manifest(Manifest manifest) {
        byte[] bytes = manifest.tagged();
        BackupMac.Tagger tagger = mac.tagger("manifest " + Manifest.hex(manifest.set()));
        tagger.update(bytes, 0, bytes.length);
        return tagger.tag();
    }

    record Tagged(byte[] tag, long bytes) {}
}

package dev.sekisho.seal;

import dev.sekisho.seal.kit.RecoveryKit;
import dev.sekisho.seal.kit.Share;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes the frozen example of what came with backups: a copy of a key store with its copy key, the shares of its root, and a
 * verifier's key with a tag. Run by hand, into a new file.
 */
final class FreezeCopies {
    static final byte[] OBJECT = "an object of a backup set".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private FreezeCopies() {}

    /** Argument: the file to write. */
    public static void main(String[] arguments) throws IOException {
        CopiedRegion region = new CopiedRegion(Files.createTempDirectory("freeze"));
        Map<String, byte[]> files = new TreeMap<>();
        try (Vault vault = region.open()) {
            files.put("row", vault.create(FreezeFormats.SCOPE).seal(FreezeFormats.ROW, FreezeFormats.TEXT));
            files.put("verifier.key", vault.installation().exportVerifier());
            BackupMacTag tag = new BackupMacTag(vault);
            files.put("tag", tag.of(OBJECT));
            KeyCopy copy = vault.copies(region.places()).take();
            files.put("keys.keycopy", Files.readAllBytes(region.copyFile("a", copy.name())));
            files.put("digest", copy.digest());
            files.put("2026-11-23.copykey", Files.readAllBytes(region.keyFile("a", region.today())));
            byte[] root = Files.readAllBytes(region.root());
            files.put("root.key", root);
            List<Share> shares = RecoveryKit.split(root, Fixture.REGION, 2, 3, region.now());
            files.put("share-1.txt", text(RecoveryKit.print(shares.get(0), Locale.ENGLISH)));
            files.put("share-3.txt", text(RecoveryKit.print(shares.get(2), Locale.JAPANESE)));
        }
        try (OutputStream out = Files.newOutputStream(Path.of(arguments[0]));
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        }
    }

    /** Tags with a vault's key. */
    record BackupMacTag(Vault vault) {
        byte[] of(byte[] object) {
            var tagger = vault.installation().backupMac().tagger("set/object");
            tagger.update(object, 0, object.length);
            return tagger.tag();
        }
    }

    private static byte[] text(String page) {
        return page.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}

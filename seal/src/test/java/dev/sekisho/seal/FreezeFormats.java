package dev.sekisho.seal;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Purpose;
import dev.sekisho.kernel.scope.ScopeIssuer;
import dev.sekisho.seal.CustomerVault.LogKey;
import dev.sekisho.seal.CustomerVault.SealedSegment;
import dev.sekisho.seal.RecordSealer.RecordContext;
import dev.sekisho.seal.xts.CipherChoice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes the frozen example of every format: one key store with its root file and passphrase, and what was sealed under it. Run
 * by hand when a new suite is added, into a new file; an old file never changes, because installations hold such bytes.
 */
final class FreezeFormats {
    static final CustomerScope SCOPE = ScopeIssuer.create(Fixture.REGION)
            .issue(CustomerId.of(new Id128(0x5e, 0xa1).bytes()), new Actor.Job("freeze"), Purpose.SERVICE);
    static final LocalDate DAY = LocalDate.of(2026, 1, 31);
    static final PersonToken PERSON = new PersonToken(new Id128(0x70, 0x65));
    static final RecordContext ROW = new RecordContext("policy", "p1", 7);
    static final byte[] TEXT = "関所 frozen".getBytes(StandardCharsets.UTF_8);
    static final String PASSPHRASE = "correct horse battery staple";

    private FreezeFormats() {}

    /** Content of the frozen segment: not a whole number of units, nor of blocks. */
    static byte[] content() {
        byte[] content = new byte[3 * 4096 + 5];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (i * 7 + i / 256);
        }
        return content;
    }

    static VaultOptions options(Path folder, CipherChoice cipher) {
        return new VaultOptions(
                Fixture.REGION,
                List.of(folder.resolve("one"), folder.resolve("two")),
                folder.resolve("root").resolve("root.key"),
                Optional.of(folder.resolve("passphrase")),
                cipher,
                InstantSource.system());
    }

    /** Argument: the file to write. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("freeze");
        Files.writeString(folder.resolve("passphrase"), PASSPHRASE);
        try (Vault vault = Vaults.open(options(folder, CipherChoice.JDK_ONLY))) {
            CustomerVault customer = vault.create(SCOPE);
            LogKey log = customer.newLogKey();
            SealedSegment segment = customer.sealSegment(DAY, content());
            put(folder, "row", customer.seal(ROW, TEXT));
            put(folder, "frame", join(log.id().bytes(), log.seal(42, TEXT, 0, TEXT.length)));
            put(folder, "segment", join(segment.id().bytes(), segment.bytes()));
            put(folder, "identity", customer.sealIdentity(PERSON, 3, TEXT));
            put(folder, "blind-index", customer.blindIndex("people.login", TEXT));
            put(folder, "mac", vault.installation().mac("credential", TEXT));
            put(folder, "signature", vault.installation().sign("receipt", TEXT));
            put(folder, "installation-row", vault.installation().seal(ROW, TEXT));
            customer.destroyLogKey(customer.newLogKey().id());
        }
        try (OutputStream out = Files.newOutputStream(Path.of(arguments[0]));
                ZipOutputStream zip = new ZipOutputStream(out);
                Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                zip.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
                Files.copy(file, zip);
            }
        }
    }

    private static void put(Path folder, String name, byte[] bytes) throws IOException {
        Files.write(folder.resolve(name), bytes);
    }

    private static byte[] join(byte[] first, byte[] second) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(first);
        out.writeBytes(second);
        return out.toByteArray();
    }
}

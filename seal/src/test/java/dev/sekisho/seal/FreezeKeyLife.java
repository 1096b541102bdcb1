package dev.sekisho.seal;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Purpose;
import dev.sekisho.kernel.scope.ScopeIssuer;
import dev.sekisho.seal.CustomerVault.SealedSegment;
import dev.sekisho.seal.xts.CipherChoice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes the frozen example of what came with the life of keys: a head of version 2 under a root in a key service, keys that were
 * rotated at every level, a customer whose keys are wrapped twice, and a segment under a legal hold. Run by hand, into a new file.
 */
final class FreezeKeyLife {
    static final CustomerScope TWICE = ScopeIssuer.create(Fixture.REGION)
            .issue(CustomerId.of(new Id128(0x5e, 0xa2).bytes()), new Actor.Job("freeze"), Purpose.SERVICE);
    static final Id128 HOLD = new Id128(0x68, 0x6f);

    private FreezeKeyLife() {}

    /** Options with both services, whose keys are part of the example. */
    static VaultOptions options(Path folder, CipherChoice cipher) {
        KeyService customers = new LocalKeyService("frozen-customer", key(2));
        return new VaultOptions(
                        Fixture.REGION,
                        List.of(folder.resolve("one"), folder.resolve("two")),
                        folder.resolve("root").resolve("root.key"),
                        Optional.empty(),
                        cipher,
                        InstantSource.system())
                .withServices(
                        Optional.of(new LocalKeyService("frozen-root", key(1))),
                        name -> Optional.of(customers)
                                .filter(service -> service.name().equals(name)));
    }

    private static byte[] key(int value) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) value);
        return key;
    }

    /** Argument: the file to write. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("freeze");
        try (Vault vault = Vaults.open(options(folder, CipherChoice.JDK_ONLY))) {
            CustomerVault once = vault.create(FreezeFormats.SCOPE);
            CustomerVault twice = vault.create(TWICE);
            SealedSegment held = once.sealHeld(HOLD, FreezeFormats.DAY, FreezeFormats.content());
            Files.write(folder.resolve("held"), join(held.id().bytes(), held.bytes()));
            Files.write(folder.resolve("once"), once.seal(FreezeFormats.ROW, FreezeFormats.TEXT));
            Files.write(folder.resolve("twice"), twice.seal(FreezeFormats.ROW, FreezeFormats.TEXT));
            Files.write(folder.resolve("own"), vault.installation().seal(FreezeFormats.ROW, FreezeFormats.TEXT));
            vault.life().rotateRegion();
            vault.life().rotateCustomer(FreezeFormats.SCOPE);
            vault.life().rotateInstallation();
            vault.life().wrapTwice(TWICE, "frozen-customer");
            vault.life().rewrap();
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

    private static byte[] join(byte[] first, byte[] second) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(first);
        out.writeBytes(second);
        return out.toByteArray();
    }
}

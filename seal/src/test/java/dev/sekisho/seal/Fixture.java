package dev.sekisho.seal;

import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.kernel.scope.ScopeIssuer;
import dev.sekisho.seal.xts.CipherChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Two places and a root file in a temporary folder, and a customer. */
final class Fixture {
    static final Region REGION = new Region("jp-east");
    private final Path folder;
    private final CustomerScope scope;

    Fixture(Path folder) {
        this.folder = folder;
        this.scope = newCustomer();
    }

    static CustomerScope newCustomer() {
        return ScopeIssuer.create(REGION).issueForNewCustomer(new Actor.Job("test"));
    }

    VaultOptions options() {
        return new VaultOptions(
                REGION, List.of(one(), two()), root(), Optional.empty(), CipherChoice.AUTO, InstantSource.system());
    }

    Path one() {
        return folder.resolve("one");
    }

    Path two() {
        return folder.resolve("two");
    }

    Path root() {
        return folder.resolve("root").resolve("root.key");
    }

    /** The places and the root file once more, as a backup that broke the rules would hold them. */
    Fixture copyTo(Path target) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(target))
                    .toList()) {
                Path copy = target.resolve(folder.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        return new Fixture(target);
    }

    Vault open() {
        return Vaults.open(options());
    }

    CustomerScope scope() {
        return scope;
    }
}

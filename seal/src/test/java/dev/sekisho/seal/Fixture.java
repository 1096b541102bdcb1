package dev.sekisho.seal;

import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.kernel.scope.ScopeIssuer;
import dev.sekisho.seal.xts.CipherChoice;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

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

    Vault open() {
        return Vaults.open(options());
    }

    CustomerScope scope() {
        return scope;
    }
}

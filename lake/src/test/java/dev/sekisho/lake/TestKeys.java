package dev.sekisho.lake;

import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Purpose;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.kernel.scope.ScopeIssuer;
import dev.sekisho.seal.NullCipherVaults;
import dev.sekisho.seal.Vault;
import dev.sekisho.seal.VaultOptions;
import dev.sekisho.seal.Vaults;
import dev.sekisho.seal.xts.CipherChoice;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A real key store in a temporary folder, and scopes of customers in it. */
public final class TestKeys implements AutoCloseable {
    /** The region of all tests. */
    public static final Region REGION = new Region("jp-east");

    private final ScopeIssuer issuer = ScopeIssuer.create(REGION);
    private final Vault vault;

    private TestKeys(Vault vault) {
        this.vault = vault;
    }

    /** Real sealing. */
    public static TestKeys open(Path folder) {
        return new TestKeys(Vaults.open(options(folder)));
    }

    /** Real formats that encrypt nothing, for negative controls. */
    public static TestKeys openWithoutCipher(Path folder) {
        return new TestKeys(NullCipherVaults.open(options(folder)));
    }

    private static VaultOptions options(Path folder) {
        return new VaultOptions(
                REGION,
                List.of(folder.resolve("keys-1"), folder.resolve("keys-2")),
                folder.resolve("root/root.key"),
                Optional.empty(),
                CipherChoice.AUTO,
                InstantSource.system());
    }

    /** The vault. */
    public Vault vault() {
        return vault;
    }

    /** A new customer with keys. */
    public CustomerScope newCustomer() {
        CustomerScope scope = issuer.issueForNewCustomer(new Actor.Gateway("gateway-1"));
        vault.create(scope);
        return scope;
    }

    /** The scope of a job. */
    public CustomerScope jobScope(CustomerId customer) {
        return issuer.issue(customer, new Actor.Job("lake"), Purpose.SERVICE);
    }

    /** Opens a lake. */
    public Lake lake(LakeOptions options) {
        return Lakes.open(options, vault, InstantSource.system(), this::jobScope);
    }

    @Override
    public void close() {
        vault.close();
    }
}

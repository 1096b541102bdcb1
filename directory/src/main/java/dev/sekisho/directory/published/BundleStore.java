package dev.sekisho.directory.published;

import dev.sekisho.directory.base.Foundation;
import dev.sekisho.directory.base.Kind;
import dev.sekisho.kernel.id.BundleHash;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.policy.Policy;
import dev.sekisho.policy.PolicyCompiler;
import dev.sekisho.policy.bundle.BundleSigner;
import dev.sekisho.policy.bundle.PolicyBundle;
import dev.sekisho.policy.category.CategoryTable;
import dev.sekisho.records.RecordStore.Transaction;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** Bundles by their hash, signed by the installation; they live as long as events may name them. */
final class BundleStore {
    private static final Kind<Form> KIND = Kind.of("policy-bundle", Form.class);
    private static final String PURPOSE = "policy-bundle";
    private final BundleSigner signer;

    BundleStore(Foundation foundation) {
        this.signer = new BundleSigner() {
            @Override
            public byte[] sign(byte[] message) {
                return foundation.vault().installation().sign(PURPOSE, message);
            }

            @Override
            public boolean verify(byte[] message, byte[] signature) {
                return foundation.vault().installation().verify(PURPOSE, message, signature);
            }
        };
    }

    void put(Transaction transaction, PolicyBundle bundle) {
        Id128 id = id(bundle.hash());
        if (KIND.find(transaction, id).isEmpty()) {
            KIND.insert(transaction, id, new Form(Base64.getEncoder().encodeToString(bundle.sign(signer))), Map.of());
        }
    }

    Optional<PolicyBundle> find(Transaction transaction, BundleHash hash) {
        return KIND.find(transaction, id(hash))
                .map(row ->
                        PolicyBundle.read(Base64.getDecoder().decode(row.value().content()), signer))
                .filter(bundle -> bundle.hash().equals(hash));
    }

    /** Compiled with the lists it names, or without any for what decides from facts alone. */
    Policy compile(PolicyBundle bundle, CategoryTable lists) {
        return bundle.lists().equals(lists.hashes())
                ? PolicyCompiler.compile(bundle, lists)
                : new PolicyOfThePast(
                        bundle.hash(), PolicyCompiler.compile(new PolicyBundle(bundle.rules(), lists.hashes()), lists));
    }

    private static Id128 id(BundleHash hash) {
        return Id128.of(Arrays.copyOf(HexFormat.of().parseHex(hash.hex()), 16));
    }

    /** @param content base64 of the signed form */
    record Form(String content) {}
}

package dev.sekisho.directory.published;

import dev.sekisho.directory.People;
import dev.sekisho.directory.Policies;
import dev.sekisho.directory.PolicyRejected;
import dev.sekisho.directory.audit.SealedAudit;
import dev.sekisho.directory.base.Actors;
import dev.sekisho.directory.base.Foundation;
import dev.sekisho.directory.base.Kind;
import dev.sekisho.directory.base.Kind.Row;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.BundleHash;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.policy.CompileResult;
import dev.sekisho.policy.CompiledPolicy;
import dev.sekisho.policy.Policy;
import dev.sekisho.policy.PolicyCompiler;
import dev.sekisho.policy.bundle.PolicyBundle;
import dev.sekisho.policy.category.CategoryTable;
import dev.sekisho.policy.document.PolicyDocument;
import dev.sekisho.records.RecordStore;
import dev.sekisho.records.RecordStore.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One customer's policies. A version is written once; the head says which is in force and under which bundle: with other category
 * lists the same version has another bundle. Versions have identifiers that fall with their number, so that the store's order is
 * newest first.
 */
public final class SealedPolicies implements Policies {
    private static final Kind<Head> HEAD = Kind.of("policy-head", Head.class);
    private static final Kind<Version> VERSION = Kind.of("policy-version", Version.class);
    private static final Kind<Document> DOCUMENT = Kind.of("policy-document", Document.class);
    private static final Id128 ONE = new Id128(0, 1);
    private static final int MAX_DOCUMENT_CHARS = 4 << 20;
    private static final int ATTEMPTS = 5;

    private final Foundation foundation;
    private final CustomerScope scope;
    private final RecordStore store;
    private final People people;
    private final SealedAudit audit;
    private final BundleStore bundles;
    private final Runnable changed;

    /** Of the scope's customer; {@code changed} is told after a publication. */
    public SealedPolicies(
            Foundation foundation,
            CustomerScope scope,
            RecordStore store,
            People people,
            SealedAudit audit,
            Runnable changed) {
        this.foundation = foundation;
        this.scope = scope;
        this.store = store;
        this.people = people;
        this.audit = audit;
        this.bundles = new BundleStore(foundation);
        this.changed = changed;
    }

    @Override
    public Optional<PolicyVersion> current() {
        return store.transact(
                transaction -> HEAD.find(transaction, ONE).map(head -> version(transaction, head.value())));
    }

    @Override
    public Optional<PolicyVersion> version(long number) {
        if (number < 1) {
            return Optional.empty();
        }
        return store.transact(
                transaction -> VERSION.find(transaction, id(number)).map(row -> version(transaction, row.value())));
    }

    @Override
    public List<Summary> history(Optional<Long> before, int limit) {
        return store.transact(transaction -> VERSION.list(transaction, before.map(SealedPolicies::id), limit).stream()
                .map(row -> new Summary(
                        row.value().number(),
                        new BundleHash(row.value().bundle()),
                        Actors.parse(row.value().author()),
                        Instant.ofEpochMilli(row.value().published())))
                .toList());
    }

    @Override
    public PolicyVersion publish(String document, long expected) {
        return put(withTokens(document), expected);
    }

    @Override
    public PolicyVersion publishWithoutNames(String document, long expected) {
        return put(withSpelledTokens(document), expected);
    }

    private PolicyVersion put(String stored, long expected) {
        CompiledPolicy policy = compiled(stored);
        PolicyVersion published = store.transact(transaction -> {
            Optional<Row<Head>> head = HEAD.find(transaction, ONE);
            long number = head.map(row -> row.value().number()).orElse(0L);
            if (head.isPresent()) {
                PolicyVersion inForce = version(transaction, head.get().value());
                if (inForce.document().equals(stored)) {
                    return inForce;
                }
            }
            if (number != expected) {
                throw new SekishoException(
                        ErrorCode.CONFLICT,
                        "Version " + number + " is in force, not " + expected + "; read it and publish again.");
            }
            bundles.put(transaction, policy.bundle());
            Version version = new Version(
                    number + 1,
                    policy.hash().hex(),
                    Actors.text(scope.actor()),
                    foundation.dataNow().toEpochMilli());
            VERSION.insert(transaction, id(number + 1), version, Map.of());
            DOCUMENT.insert(transaction, id(number + 1), new Document(stored), Map.of());
            putHead(transaction, head, new Head(number + 1, policy.hash().hex()));
            audit.add(transaction, scope.actor(), "policy.publish", Long.toString(number + 1));
            return version(transaction, new Head(number + 1, policy.hash().hex()));
        });
        changed.run();
        return published;
    }

    @Override
    public CompiledPolicy compile(String draft) {
        return compiled(withTokens(draft));
    }

    @Override
    public CompiledPolicy compileWithoutNames(String draft) {
        return compiled(withSpelledTokens(draft));
    }

    @Override
    public Optional<Policy> bundle(BundleHash hash) {
        return store.transact(transaction -> bundles.find(transaction, hash))
                .map(bundle -> bundles.compile(
                        bundle, foundation.options().categories().get()));
    }

    /**
     * The policy in force, compiled with the category lists in force; where these are others than at its publication it gets a
     * bundle of its own first.
     */
    public Optional<CompiledPolicy> inForce() {
        for (int attempt = 1; ; attempt++) {
            try {
                return store.transact(this::inForce);
            } catch (SekishoException e) {
                // A conflict: another process did the same, or published, at this moment.
                if (e.code() != ErrorCode.CONFLICT || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private Optional<CompiledPolicy> inForce(Transaction transaction) {
        CategoryTable lists = foundation.options().categories().get();
        Optional<Row<Head>> head = HEAD.find(transaction, ONE);
        if (head.isEmpty()) {
            return Optional.empty();
        }
        PolicyBundle bundle = bundles.find(
                        transaction, new BundleHash(head.get().value().bundle()))
                .orElseThrow(() -> new SekishoException(
                        ErrorCode.RECORD_DAMAGED, "The bundle of the policy in force is missing."));
        if (bundle.lists().equals(lists.hashes())) {
            return Optional.of(PolicyCompiler.compile(bundle, lists));
        }
        CompiledPolicy fresh = PolicyCompiler.compile(new PolicyBundle(bundle.rules(), lists.hashes()), lists);
        bundles.put(transaction, fresh.bundle());
        putHead(
                transaction,
                head,
                new Head(head.get().value().number(), fresh.hash().hex()));
        return Optional.of(fresh);
    }

    private CompiledPolicy compiled(String document) {
        if (document.length() > MAX_DOCUMENT_CHARS) {
            throw new SekishoException(ErrorCode.INVALID_INPUT, "A policy has at most 4 MiB of text.");
        }
        return switch (PolicyCompiler.compile(
                document,
                dev.sekisho.policy.category.Catalogue.shipped(),
                foundation.options().categories().get())) {
            case CompileResult.Compiled compiled -> compiled.policy();
            case CompileResult.Rejected rejected -> throw new PolicyRejected(rejected.problems());
        };
    }

    private String withTokens(String document) {
        return PolicyDocument.mapUsers(document, word -> {
            return token(List.copyOf(people.named(word)));
        });
    }

    private String withSpelledTokens(String document) {
        return PolicyDocument.mapUsers(
                document,
                word -> token(people.named(word).stream()
                        .filter(token -> spelled(token, word.strip()))
                        .toList()));
    }

    private static boolean spelled(PersonToken token, String word) {
        return token.toString().equalsIgnoreCase(word) || token.pseudonym().equalsIgnoreCase(word);
    }

    private static Optional<String> token(List<PersonToken> named) {
        return named.size() == 1 ? Optional.of(named.getFirst().toString()) : Optional.empty();
    }

    private static PolicyVersion version(Transaction transaction, Head head) {
        Version version = VERSION.find(transaction, id(head.number()))
                .orElseThrow(() -> new SekishoException(
                        ErrorCode.RECORD_DAMAGED, "The version of the policy in force is missing."))
                .value();
        PolicyVersion found = version(transaction, version);
        return new PolicyVersion(
                found.number(), found.document(), new BundleHash(head.bundle()), found.author(), found.published());
    }

    private static PolicyVersion version(Transaction transaction, Version version) {
        Document document = DOCUMENT.find(transaction, id(version.number()))
                .orElseThrow(() ->
                        new SekishoException(ErrorCode.RECORD_DAMAGED, "The document of a policy version is missing."))
                .value();
        return new PolicyVersion(
                version.number(),
                document.text(),
                new BundleHash(version.bundle()),
                Actors.parse(version.author()),
                Instant.ofEpochMilli(version.published()));
    }

    private static void putHead(Transaction transaction, Optional<Row<Head>> old, Head head) {
        if (old.isPresent()) {
            HEAD.update(transaction, ONE, old.get().version(), head, Map.of());
        } else {
            HEAD.insert(transaction, ONE, head, Map.of());
        }
    }

    private static Id128 id(long number) {
        return new Id128(1, Long.MAX_VALUE - number);
    }

    /** Which version is in force, under which bundle. */
    record Head(long number, String bundle) {}

    /** A version; {@code published} in milliseconds since 1970. */
    record Version(long number, String bundle, String author, long published) {}

    /** The text, with people as tokens. */
    record Document(String text) {}
}

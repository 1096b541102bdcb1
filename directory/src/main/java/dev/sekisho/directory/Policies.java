package dev.sekisho.directory;

import dev.sekisho.kernel.id.BundleHash;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.policy.CompiledPolicy;
import dev.sekisho.policy.Policy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One customer's policy: an unbroken row of immutable versions, of which the newest is in force. */
public interface Policies {
    /** The version in force; empty before the first publication. */
    Optional<PolicyVersion> current();

    /** A version by its number. */
    Optional<PolicyVersion> version(long number);

    /** Versions without their documents, newest first, below {@code before}, at most {@code limit} (1 to 1,000). */
    List<Summary> history(Optional<Long> before, int limit);

    /**
     * Validates, compiles and publishes a document; it is in force in this process when this returns, elsewhere within five
     * seconds. The document that is in force already is not published again: the answer is then the version in force. Names of
     * people in it become tokens before it is stored.
     *
     * @param document YAML or JSON, at most 4 MiB
     * @param expected the version that was read; 0 if there is none yet
     * @throws PolicyRejected with every problem and its place
     * @throws dev.sekisho.kernel.error.SekishoException {@code CONFLICT} if another version is in force by now
     */
    PolicyVersion publish(String document, long expected);

    /**
     * As {@link #publish}, for somebody who must not learn who has which token: the answer holds the stored text, so a login, a
     * name or an e-mail address in the document is a person nobody knows, and only a token or a pseudonym is somebody.
     *
     * @throws PolicyRejected with every problem and its place; {@code unknown-user} where a person is named
     */
    PolicyVersion publishWithoutNames(String document, long expected);

    /**
     * Validates and compiles a draft without storing it, for the tester and for replay.
     *
     * @throws PolicyRejected with every problem and its place
     */
    CompiledPolicy compile(String draft);

    /**
     * As {@link #compile}, for somebody who must not learn who has which token: a login, a name or an e-mail address in the draft
     * is a person nobody knows, and only a token or a pseudonym is somebody.
     *
     * @throws PolicyRejected with every problem and its place; {@code unknown-user} where a person is named
     */
    CompiledPolicy compileWithoutNames(String draft);

    /**
     * The policy that events with this bundle were decided by, to explain them; empty if it was never published. Where the
     * category lists of then are not loaded any more it still decides from the facts of an event, but classifies nothing.
     */
    Optional<Policy> bundle(BundleHash hash);

    /**
     * A published version.
     *
     * @param number from 1; the {@code ETag}
     * @param document as published, with people as tokens
     * @param bundle the hash that events carry
     * @param author who published it
     * @param published when
     */
    record PolicyVersion(long number, String document, BundleHash bundle, Actor author, Instant published) {}

    /** A version without its document. */
    record Summary(long number, BundleHash bundle, Actor author, Instant published) {}
}

package dev.sekisho.directory;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.CustomerScope;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedSet;

/**
 * From a credential to who is asking. An unknown login takes as long as a wrong password; after five failures in a row a login
 * waits, longer each time and at most five minutes, and is never locked for good. Where the source is known, it waits there only:
 * nobody can keep another person out from elsewhere. An IPv6 source is its /64. All times are real time, not data time.
 */
public interface Authentication {
    /**
     * Checks login and password of anybody: people of any customer of the region, and operators. Blocks for some 50 ms.
     *
     * @return empty if the pair does not match, without saying which half
     * @throws dev.sekisho.kernel.error.SekishoException {@code TOO_MANY_REQUESTS} while the login waits
     */
    Optional<Caller> signIn(String login, char[] password);

    /** As {@link #signIn(String, char[])}; after failures the login waits at this source only. */
    Optional<Caller> signIn(String login, char[] password, InetAddress source);

    /**
     * Checks login and password of one customer's person, for the proxy; fails and waits as {@link #signIn(String, char[])} does.
     * Of one customer at most 120 fail in a minute, then all wait for its end; other customers and the console never wait for it.
     */
    Optional<Identified> signIn(CustomerScope scope, String login, char[] password);

    /**
     * As {@link #signIn(CustomerScope, String, char[])}; after failures the login waits at this source only, and of one source at
     * most 30 fail in a minute, whatever their logins.
     */
    Optional<Identified> signIn(CustomerScope scope, String login, char[] password, InetAddress source);

    /** Who an API token belongs to. */
    Optional<Caller> apiToken(String secret);

    /**
     * Opens a session of a person.
     *
     * @param device what it was opened with, at most 100 characters
     * @param idle how long it lives unused, at most {@code life}
     * @param life how long it lives at most, up to 30 days
     * @return the session and its secret for a cookie, which is stored only as a keyed digest
     * @throws IllegalArgumentException if the caller is a program
     */
    NewSession openSession(Caller caller, String device, Duration idle, Duration life);

    /** The live session of a secret; being asked for keeps it alive. */
    Optional<LiveSession> session(String secret);

    /** Whether a session's secret still holds; asking does not keep the session alive. */
    boolean holds(String secret);

    /**
     * Keeps what the console wants to remember in the session, sealed with the customer's (or the installation's) keys.
     *
     * @param state at most 64 KiB
     */
    void saveState(String secret, byte[] state);

    /** Ends a session; nothing happens if there is none. */
    void closeSession(String secret);

    /** What an invitation offers, without using it up. */
    Optional<Invitation> invitation(String secret);

    /**
     * Uses an invitation up: adds the person with the invited role.
     *
     * @return the new person as a caller
     * @throws dev.sekisho.kernel.error.SekishoException {@code NOT_FOUND} if it was used or is over; otherwise as
     *     {@link People#add}, and then it can be used again
     */
    Caller accept(String secret, String login, String name, String email, char[] password);

    /** A person as rules and events know one. */
    record Identified(PersonToken token, SortedSet<String> groups) {}

    /** A new session. */
    record NewSession(Id128 id, String secret) {}

    /**
     * A session in use.
     *
     * @param state what {@link #saveState} kept; empty at first
     */
    record LiveSession(Sessions.Session session, Caller caller, byte[] state) {}

    /** What somebody was invited to. */
    record Invitation(String customerName, Role role) {}
}

package dev.sekisho.gateway;

import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.CustomerScope;
import java.net.InetAddress;
import java.util.Optional;
import java.util.SortedSet;

/** Who is behind a request. */
public interface Identity {
    /**
     * Checks a login and password of the scope's customer. May block; the gateway calls it beside its event loops and caches
     * a keyed digest of the answer for a short time.
     *
     * @param source where the client is, as a listed balancer told it where there is one: failures slow down their own source
     */
    Optional<Person> signIn(CustomerScope scope, String login, String password, InetAddress source);

    /**
     * A person as rules and events know one.
     *
     * @param token the token
     * @param groups the names of the person's groups
     */
    record Person(PersonToken token, SortedSet<String> groups) {}
}

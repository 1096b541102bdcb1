package dev.sekisho.directory;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.CustomerScope;

/** Who was authenticated: the only way from a request to a scope. */
public sealed interface Caller {
    /** A person of a customer; the scope's actor is that person. */
    record CustomerPerson(CustomerScope scope, PersonToken token, Role role) implements Caller {}

    /** A program of a customer; the scope's actor is that program. */
    record CustomerProgram(CustomerScope scope, Id128 tokenId, Role role) implements Caller {}

    /** Somebody of the provider, in person. */
    record OperatorPerson(PersonToken token) implements Caller {}

    /** A program of the provider, which acts for the operator who made its token. */
    record OperatorProgram(PersonToken token, Id128 tokenId) implements Caller {}
}

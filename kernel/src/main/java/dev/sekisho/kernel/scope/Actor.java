package dev.sekisho.kernel.scope;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;

/** Who acts. No form holds a name: people are tokens, machines and jobs have technical names. */
public sealed interface Actor {
    /** A person of the customer, through the console. */
    record Person(PersonToken token) implements Actor {}

    /** A program of the customer, by an API token; {@code tokenId} is the token's handle, not its secret. */
    record Program(Id128 tokenId) implements Actor {}

    /** Somebody of the provider. */
    record Operator(PersonToken token) implements Actor {}

    /** A gateway that carries the customer's traffic; {@code node} is its configured name. */
    record Gateway(String node) implements Actor {}

    /** A job of the product; {@code name} is the job's name. */
    record Job(String name) implements Actor {}
}

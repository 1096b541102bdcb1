package dev.sekisho.directory.base;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.Actor;

/** Actors as sealed records spell them: a word and, after a colon, a token, a handle or a technical name. */
public final class Actors {
    private Actors() {}

    /** The spelling of an actor. */
    public static String text(Actor actor) {
        return switch (actor) {
            case Actor.Person person -> "person:" + person.token();
            case Actor.Program program -> "program:" + program.tokenId();
            case Actor.Operator operator -> "operator:" + operator.token();
            case Actor.Gateway gateway -> "gateway:" + gateway.node();
            case Actor.Job job -> "job:" + job.name();
        };
    }

    /** Reads {@link #text}. */
    public static Actor parse(String text) {
        int colon = text.indexOf(':');
        String rest = text.substring(colon + 1);
        return switch (text.substring(0, Math.max(0, colon))) {
            case "person" -> new Actor.Person(PersonToken.parse(rest));
            case "program" -> new Actor.Program(Id128.parse(rest));
            case "operator" -> new Actor.Operator(PersonToken.parse(rest));
            case "gateway" -> new Actor.Gateway(rest);
            case "job" -> new Actor.Job(rest);
            default -> throw new IllegalArgumentException("no such actor");
        };
    }
}

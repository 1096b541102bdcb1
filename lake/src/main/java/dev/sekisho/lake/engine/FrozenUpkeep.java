package dev.sekisho.lake.engine;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.lake.CustomerLake.Coverage;
import dev.sekisho.lake.CustomerLake.Forgotten;
import dev.sekisho.lake.CustomerLake.Held;
import dev.sekisho.lake.CustomerLake.Retained;
import dev.sekisho.lake.CustomerLake.Rewritten;
import dev.sekisho.lake.query.Upkeep;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What a capture answers to whoever wants to change it: it cannot be changed. What a hold kept then can be read. */
record FrozenUpkeep(OpenCapture capture, Shard shard, Holdings holdings) implements Upkeep {
    static SekishoException refused() {
        return new SekishoException(
                ErrorCode.INVALID_INPUT, "a capture is only read; what is to change is changed in the lake itself");
    }

    @Override
    public Retained retain(int days) {
        throw refused();
    }

    @Override
    public void conceal(Set<PersonToken> persons) {
        throw refused();
    }

    @Override
    public Rewritten rewrite(int segments) {
        throw refused();
    }

    @Override
    public Forgotten forget() {
        throw refused();
    }

    @Override
    public Held hold(Id128 hold, Optional<PersonToken> person, LocalDate from, LocalDate to) {
        throw refused();
    }

    @Override
    public Coverage exportHold(Id128 hold, Consumer<WebEvent> target) {
        capture.check();
        shard.requireAlive();
        return holdings.export(
                shard,
                capture.part(shard.folder)
                        .flatMap(part -> part.hold(hold))
                        .orElseThrow(() -> new SekishoException(
                                ErrorCode.NOT_FOUND, "there was no such hold when the capture was taken")),
                target);
    }

    @Override
    public void release(Id128 hold) {
        throw refused();
    }
}

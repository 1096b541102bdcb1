package dev.sekisho.lake.engine;

import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.id.EventId;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.lake.CustomerLake;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The events of a customer whose keys cannot be used: every question gets the reason, and only forgetting works. */
final class DarkLake implements CustomerLake {
    private final SekishoException reason;
    private final Supplier<Forgotten> forgetting;

    DarkLake(SekishoException reason, Supplier<Forgotten> forgetting) {
        this.reason = reason;
        this.forgetting = forgetting;
    }

    private SekishoException refused() {
        return new SekishoException(reason.code(), String.valueOf(reason.getMessage()), reason);
    }

    @Override
    public Page events(Query query) {
        throw refused();
    }

    @Override
    public Optional<WebEvent> event(EventId id) {
        throw refused();
    }

    @Override
    public Coverage export(Query query, Consumer<WebEvent> target) {
        throw refused();
    }

    @Override
    public Stats stats(StatsQuery query) {
        throw refused();
    }

    @Override
    public Map<String, Instant> lastSeen() {
        throw refused();
    }

    @Override
    public Map<Instant, Long> gaps(Instant from, Instant to) {
        throw refused();
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
        return forgetting.get();
    }

    @Override
    public Held hold(Id128 hold, Optional<PersonToken> person, LocalDate from, LocalDate to) {
        throw refused();
    }

    @Override
    public Coverage exportHold(Id128 hold, Consumer<WebEvent> target) {
        throw refused();
    }

    @Override
    public void release(Id128 hold) {
        throw refused();
    }
}

package dev.sekisho.trust.region;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.trust.erasure.ErasedEvents;
import dev.sekisho.trust.hold.HeldEvents;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Events in memory: a number for each person, and a number of segments that a rewrite has to go through. */
public final class RememberedEvents implements ErasedEvents, HeldEvents {
    public final Map<PersonToken, Long> counts = new HashMap<>();
    public final Set<PersonToken> concealed = new HashSet<>();
    public final Set<Id128> holds = new HashSet<>();
    public final List<String> calls = new ArrayList<>();
    public long segments;
    public boolean failing;
    /** Happens once, while the lake places or ends the next hold. */
    public Runnable whileHolding = () -> {};
    /** Happens once, during the next count. */
    public Runnable whileCounting = () -> {};

    @Override
    public long count(CustomerScope scope, Optional<PersonToken> person) {
        Runnable meanwhile = whileCounting;
        whileCounting = () -> {};
        meanwhile.run();
        return counts.entrySet().stream()
                .filter(entry -> !concealed.contains(entry.getKey()))
                .filter(entry -> person.isEmpty() || person.get().equals(entry.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    @Override
    public void conceal(CustomerScope scope, Set<PersonToken> people) {
        fail();
        concealed.addAll(people);
        calls.add("conceal");
    }

    @Override
    public long rewrite(CustomerScope scope) {
        fail();
        calls.add("rewrite");
        return segments == 0 ? 0 : --segments;
    }

    @Override
    public void hold(CustomerScope scope, Id128 hold, Optional<PersonToken> person, LocalDate from, LocalDate to) {
        fail();
        holds.add(hold);
        calls.add("hold");
        meanwhile();
    }

    @Override
    public void release(CustomerScope scope, Id128 hold) {
        fail();
        holds.remove(hold);
        calls.add("release");
        meanwhile();
    }

    private void meanwhile() {
        Runnable meanwhile = whileHolding;
        whileHolding = () -> {};
        meanwhile.run();
    }

    private void fail() {
        if (failing) {
            throw new dev.sekisho.kernel.error.SekishoException(
                    dev.sekisho.kernel.error.ErrorCode.DISK_FAILED, "the disk of this test fails");
        }
    }
}

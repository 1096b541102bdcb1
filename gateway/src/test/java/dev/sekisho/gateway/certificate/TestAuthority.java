package dev.sekisho.gateway.certificate;

import dev.sekisho.gateway.InspectionAuthority;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.kernel.scope.ScopeIssuer;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** An authority in memory: a root a customer, a fresh intermediate each time it is asked. */
final class TestAuthority implements InspectionAuthority {
    private static final ScopeIssuer ISSUER = ScopeIssuer.create(new Region("lab"));
    private final Map<CustomerId, TestPki.Entity> roots = new ConcurrentHashMap<>();
    final AtomicInteger asked = new AtomicInteger();
    volatile Instant from = Instant.now().minus(Duration.ofHours(1));
    volatile Instant to = Instant.now().plus(Duration.ofDays(6));
    volatile boolean down;
    volatile boolean withoutAuthority;

    static CustomerScope newCustomer() {
        return ISSUER.issueForNewCustomer(new Actor.Gateway("test"));
    }

    X509Certificate root(CustomerScope scope) {
        return rootOf(scope).certificate();
    }

    private TestPki.Entity rootOf(CustomerScope scope) {
        return roots.computeIfAbsent(scope.customer(), id -> TestPki.root("Customer root"));
    }

    @Override
    public Intermediate of(CustomerScope scope) {
        asked.incrementAndGet();
        if (down) {
            throw new SekishoException(ErrorCode.KEY_STORE_UNAVAILABLE, "control is down");
        }
        TestPki.Request request = new TestPki.Request("Intermediate").valid(from, to);
        TestPki.Entity made = (withoutAuthority ? request : request.authority()).signedBy(rootOf(scope));
        return new Intermediate(made.keys().getPrivate(), List.of(made.certificate(), root(scope)));
    }
}

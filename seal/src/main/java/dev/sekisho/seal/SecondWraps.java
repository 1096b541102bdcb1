package dev.sekisho.seal;

import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.seal.codec.Owner;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the second wraps of customers alive in the background, and ends them when their key services do not answer in time. One
 * look a second at each; every question to a service on a thread of its own, so that a slow one holds up nobody.
 */
final class SecondWraps implements AutoCloseable {
    /** Age at which the service is asked again. */
    static final Duration RENEW_AFTER = Duration.ofSeconds(20);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(SecondWraps.class);

    private final RealTime time;
    private final Map<CustomerId, CustomerKeys> customers = new ConcurrentHashMap<>();
    private final Map<CustomerId, Long> asked = new ConcurrentHashMap<>();
    private final Set<CustomerId> asking = ConcurrentHashMap.newKeySet();
    private final List<Consumer<CustomerId>> listeners = new CopyOnWriteArrayList<>();
    private volatile String problem = "";
    private @Nullable Thread thread;

    SecondWraps(RealTime time) {
        this.time = time;
    }

    /** Makes the second wrap of an owner by the service of a name. */
    @FunctionalInterface
    interface Maker {
        SecondWrap make(String service, Owner owner);
    }

    void onWithdrawn(Consumer<CustomerId> listener) {
        listeners.add(listener);
    }

    /** Watches a customer's keys, and asks for them at once; a service that is away leaves them closed until it is back. */
    void watch(CustomerId customer, CustomerKeys keys) {
        customers.put(customer, keys);
        ask(customer, keys);
        start();
    }

    void forget(CustomerId customer) {
        customers.remove(customer);
        asked.remove(customer);
    }

    Vault.SecondWrapHealth health() {
        long closed = customers.values().stream()
                .filter(keys -> keys.keys().second().map(wrap -> !wrap.live()).orElse(false))
                .count();
        boolean late = customers.values().stream()
                .anyMatch(keys -> keys.keys()
                        .second()
                        .map(wrap -> wrap.age().compareTo(RENEW_AFTER.plus(LOOK_EVERY.multipliedBy(5))) > 0)
                        .orElse(false));
        return new Vault.SecondWrapHealth(customers.size(), Math.toIntExact(closed), late ? problem : "");
    }

    /** One look at every customer. */
    void look() {
        customers.forEach((customer, keys) -> {
            if (keys.expire()) {
                announce(customer);
            }
        });
        customers.forEach((customer, keys) -> {
            Optional<SecondWrap> wrap = keys.keys().second();
            if (wrap.isPresent() && wrap.get().age().compareTo(RENEW_AFTER) >= 0 && rested(customer)) {
                askBeside(customer, keys);
            }
        });
    }

    private boolean rested(CustomerId customer) {
        Long last = asked.get(customer);
        return last == null || time.ticks() - last >= RETRY_AFTER.toNanos();
    }

    private void askBeside(CustomerId customer, CustomerKeys keys) {
        if (asking.add(customer)) {
            Thread.ofVirtual().name("key-service").start(() -> {
                try {
                    ask(customer, keys);
                } finally {
                    asking.remove(customer);
                }
            });
        }
    }

    private void ask(CustomerId customer, CustomerKeys keys) {
        asked.put(customer, time.ticks());
        try {
            keys.keys().renew();
        } catch (SekishoException e) {
            problem = String.valueOf(e.getMessage());
            LOG.debug("A customer's key service gave nothing.", e);
        }
    }

    private void announce(CustomerId customer) {
        LOG.warn("A customer's key service stopped giving the customer's keys; everything of that customer is closed.");
        for (Consumer<CustomerId> listener : listeners) {
            try {
                listener.accept(customer);
            } catch (RuntimeException e) {
                LOG.error("What follows a customer's withdrawal of its keys failed.", e);
            }
        }
    }

    private synchronized void start() {
        if (thread == null) {
            thread = Thread.ofPlatform().name("key-services").daemon().start(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    try {
                        Thread.sleep(LOOK_EVERY);
                    } catch (InterruptedException e) {
                        return;
                    }
                    look();
                }
            });
        }
    }

    @Override
    public synchronized void close() {
        customers.clear();
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }
}

package dev.sekisho.directory.people;

import dev.sekisho.kernel.scope.CustomerId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Name directories in memory: of the customers whose names were last asked for, until somebody of theirs changes. */
public final class NameDirectories {
    private static final int MAX_CUSTOMERS = 200;

    private final Map<CustomerId, NameDirectory> loaded = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<CustomerId, NameDirectory> eldest) {
            return size() > MAX_CUSTOMERS;
        }
    };
    private long forgotten;

    /** Nothing is loaded yet. */
    public NameDirectories() {}

    NameDirectory of(CustomerId customer, Supplier<NameDirectory> load) {
        long before;
        synchronized (this) {
            NameDirectory known = loaded.get(customer);
            if (known != null) {
                return known;
            }
            before = forgotten;
        }
        NameDirectory fresh = load.get();
        synchronized (this) {
            // What changed while it was loaded may be missing in it.
            if (before == forgotten) {
                loaded.put(customer, fresh);
            }
        }
        return fresh;
    }

    /** Somebody of the customer changed. */
    public synchronized void forget(CustomerId customer) {
        forgotten++;
        loaded.remove(customer);
    }
}

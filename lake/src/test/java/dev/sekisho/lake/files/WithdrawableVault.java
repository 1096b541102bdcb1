package dev.sekisho.lake.files;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.seal.CustomerVault;
import dev.sekisho.seal.CustomerVault.LogKey;
import dev.sekisho.seal.SegmentReader;
import dev.sekisho.seal.Vault;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A real key store, one customer's keys of which are withdrawn and given back by a test: handles refuse, as the vault says they do. */
public final class WithdrawableVault {
    private final Vault vault;
    private final CustomerId customer;
    private final List<Consumer<CustomerId>> listeners = new CopyOnWriteArrayList<>();
    private final Map<CustomerVault, CustomerVault> handles = new ConcurrentHashMap<>();
    private volatile boolean withdrawn;

    /** Over a vault; only this customer's keys can be withdrawn. */
    public WithdrawableVault(Vault vault, CustomerId customer) {
        this.vault = vault;
        this.customer = customer;
    }

    /** Withdraws the keys and says so, or gives them back. */
    public void withdraw(boolean value) {
        withdrawn = value;
        if (value) {
            listeners.forEach(listener -> listener.accept(customer));
        }
    }

    /** Withdraws the keys; the listeners hear of it later. */
    public void withdrawSilently() {
        withdrawn = true;
    }

    /** As the lake sees it. */
    public Vault vault() {
        return proxy(Vault.class, (method, arguments) -> {
            if (method.getName().equals("onWithdrawn") && arguments[0] instanceof Consumer<?> listener) {
                listeners.add(id -> accept(listener, id));
                return null;
            }
            Object answer = method.invoke(vault, arguments);
            boolean own = arguments != null
                    && arguments.length == 1
                    && arguments[0] instanceof dev.sekisho.kernel.scope.CustomerScope scope
                    && scope.customer().equals(customer);
            return own && answer instanceof CustomerVault keys
                    ? handles.computeIfAbsent(keys, k -> guarded(CustomerVault.class, k))
                    : answer;
        });
    }

    @SuppressWarnings("unchecked")
    private static void accept(Consumer<?> listener, CustomerId id) {
        ((Consumer<CustomerId>) listener).accept(id);
    }

    private <T> T guarded(Class<T> type, T target) {
        return proxy(type, (method, arguments) -> {
            if (method.getDeclaringClass() != Object.class
                    && withdrawn
                    && !method.getName().equals("id")) {
                throw new InvocationTargetException(new SekishoException(ErrorCode.KEY_WITHDRAWN, "withdrawn"));
            }
            Object answer = method.invoke(target, arguments);
            if (answer instanceof LogKey key) {
                return guarded(LogKey.class, key);
            }
            if (answer instanceof SegmentReader reader) {
                return guarded(SegmentReader.class, reader);
            }
            if (method.getName().equals("logKey") && answer instanceof Optional<?> found) {
                return found.map(key -> guarded(LogKey.class, (LogKey) key));
            }
            return answer;
        });
    }

    private interface Call {
        @Nullable
        Object run(java.lang.reflect.Method method, Object[] arguments) throws ReflectiveOperationException;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().equals("equals")) {
                        return proxy == arguments[0];
                    }
                    if (method.getName().equals("hashCode")) {
                        return System.identityHashCode(proxy);
                    }
                    try {
                        return call.run(method, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                }));
    }
}

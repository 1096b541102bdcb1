package dev.sekisho.directory;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.seal.CustomerVault;
import dev.sekisho.seal.Vault;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A real key store, keys of which are withdrawn and given back by a test: handles refuse, as the vault says they do. */
final class WithdrawableVault {
    private final List<Consumer<CustomerId>> listeners = new CopyOnWriteArrayList<>();
    private final Set<CustomerId> withdrawn = ConcurrentHashMap.newKeySet();

    /** Withdraws a customer's keys and says so. */
    void withdraw(CustomerId customer) {
        withdrawn.add(customer);
        listeners.forEach(listener -> listener.accept(customer));
    }

    /** Gives them back; nobody is told. */
    void giveBack(CustomerId customer) {
        withdrawn.remove(customer);
    }

    /** The key store as others see it. */
    Vault around(Vault real) {
        return proxy(Vault.class, (method, arguments) -> {
            if (method.getName().equals("onWithdrawn") && arguments[0] instanceof Consumer<?> listener) {
                listeners.add(customer -> tell(listener, customer));
                return null;
            }
            Object answer = method.invoke(real, arguments);
            return answer instanceof CustomerVault keys && arguments[0] instanceof CustomerScope scope
                    ? guarded(keys, scope.customer())
                    : answer;
        });
    }

    @SuppressWarnings("unchecked")
    private static void tell(Consumer<?> listener, CustomerId customer) {
        ((Consumer<CustomerId>) listener).accept(customer);
    }

    private CustomerVault guarded(CustomerVault keys, CustomerId customer) {
        return proxy(CustomerVault.class, (method, arguments) -> {
            if (withdrawn.contains(customer)) {
                throw new SekishoException(ErrorCode.KEY_WITHDRAWN, "withdrawn");
            }
            return method.invoke(keys, arguments);
        });
    }

    private interface Call {
        @Nullable
        Object run(Method method, Object[] arguments) throws ReflectiveOperationException;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        return call.run(method, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                }));
    }
}

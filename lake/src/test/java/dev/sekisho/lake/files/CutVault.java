package dev.sekisho.lake.files;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.seal.CustomerVault;
import dev.sekisho.seal.Vault;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** A real key store that loses its power together with a {@link CutFiles}: each change of keys is a step, what was done is done. */
public final class CutVault {
    private static final Set<String> STEPS = Set.of(
            "newLogKey", "destroyLogKey", "sealSegment", "destroySegment", "destroyDay", "sealHeld", "destroyHold");

    private CutVault() {}

    /** The vault with only these customers. */
    public static Vault over(Vault vault, CutFiles power, List<CustomerId> customers) {
        return (Vault) Proxy.newProxyInstance(
                Vault.class.getClassLoader(), new Class<?>[] {Vault.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("customers")) {
                        return customers;
                    }
                    Object answer = call(() -> method.invoke(vault, arguments));
                    return answer instanceof CustomerVault keys ? over(keys, power) : answer;
                });
    }

    /** The vault, whose key store only says that it destroyed something of a customer: a negative control. */
    public static Vault keepingKeys(Vault vault) {
        return (Vault) Proxy.newProxyInstance(
                Vault.class.getClassLoader(), new Class<?>[] {Vault.class}, (proxy, method, arguments) -> {
                    Object answer = call(() -> method.invoke(vault, arguments));
                    return answer instanceof CustomerVault keys ? keepingKeys(keys) : answer;
                });
    }

    private static CustomerVault keepingKeys(CustomerVault keys) {
        return (CustomerVault) Proxy.newProxyInstance(
                CustomerVault.class.getClassLoader(),
                new Class<?>[] {CustomerVault.class},
                (proxy, method, arguments) ->
                        method.getName().startsWith("destroy") ? null : call(() -> method.invoke(keys, arguments)));
    }

    /** The vault, whose key store refuses to destroy days as long as {@code refused} says so. */
    public static Vault refusingDays(Vault vault, BooleanSupplier refused) {
        return (Vault) Proxy.newProxyInstance(
                Vault.class.getClassLoader(), new Class<?>[] {Vault.class}, (proxy, method, arguments) -> {
                    Object answer = call(() -> method.invoke(vault, arguments));
                    return answer instanceof CustomerVault keys ? refusingDays(keys, refused) : answer;
                });
    }

    private static CustomerVault refusingDays(CustomerVault keys, BooleanSupplier refused) {
        return (CustomerVault) Proxy.newProxyInstance(
                CustomerVault.class.getClassLoader(),
                new Class<?>[] {CustomerVault.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("destroyDay") && refused.getAsBoolean()) {
                        throw new SekishoException(ErrorCode.KEY_STORE_UNAVAILABLE, "a place is missing");
                    }
                    return call(() -> method.invoke(keys, arguments));
                });
    }

    private static CustomerVault over(CustomerVault keys, CutFiles power) {
        return (CustomerVault) Proxy.newProxyInstance(
                CustomerVault.class.getClassLoader(),
                new Class<?>[] {CustomerVault.class},
                (proxy, method, arguments) -> {
                    if (STEPS.contains(method.getName())) {
                        step(power, method.getName());
                    }
                    return call(() -> method.invoke(keys, arguments));
                });
    }

    private static void step(CutFiles power, String what) {
        try {
            power.step(what);
        } catch (IOException e) {
            throw new SekishoException(ErrorCode.KEY_STORE_UNAVAILABLE, "no power", e);
        }
    }

    private interface Call {
        Object run() throws ReflectiveOperationException;
    }

    private static Object call(Call call) throws Throwable {
        try {
            return call.run();
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}

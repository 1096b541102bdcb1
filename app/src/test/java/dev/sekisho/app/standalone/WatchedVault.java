package dev.sekisho.app.standalone;

import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.seal.RecordSealer.RecordContext;
import dev.sekisho.seal.Vault;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * A vault that looks at everything before it is sealed, and notes in which row, frame or segment a text stands. What is stored is
 * sealed by a vault, so what is not noted here is not stored sealed; a scan of the disk shows that it is not stored in the clear.
 */
final class WatchedVault {
    private final List<byte[]> spellings;
    private final SortedSet<String> places = new ConcurrentSkipListSet<>();

    /** Looks for the text as it is and in lower case, in UTF-8 and both orders of UTF-16. */
    WatchedVault(String text) {
        List<Charset> charsets = List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE);
        spellings = charsets.stream()
                .flatMap(charset -> List.of(text, text.toLowerCase(Locale.ROOT)).stream()
                        .map(spelling -> spelling.getBytes(charset)))
                .toList();
    }

    /** Everything that was sealed with the text in it so far. */
    SortedSet<String> places() {
        return places;
    }

    /** The same vault, looked at. */
    Vault over(Vault vault) {
        return watch(Vault.class, vault);
    }

    private <T> T watch(Class<T> face, T target) {
        InvocationHandler handler = (proxy, method, given) -> {
            Object[] arguments = given == null ? new Object[0] : given;
            if (method.getName().startsWith("seal")) {
                note(method, arguments);
            }
            try {
                return watched(method.invoke(target, arguments));
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return face.cast(Proxy.newProxyInstance(face.getClassLoader(), new Class<?>[] {face}, handler));
    }

    /** Handles of keys are looked at as well; everything else is handed on. */
    private Object watched(Object result) {
        if (result instanceof Optional<?> optional && optional.isPresent()) {
            return Optional.of(watched(optional.get()));
        }
        if (result == null || Proxy.isProxyClass(result.getClass())) {
            return result;
        }
        for (Class<?> face : result.getClass().getInterfaces()) {
            boolean seals =
                    Arrays.stream(face.getMethods()).anyMatch(m -> m.getName().startsWith("seal"));
            if (seals && face.getName().startsWith("dev.sekisho.seal.")) {
                return watchedAs(face, result);
            }
        }
        return result;
    }

    private <T> T watchedAs(Class<T> face, Object target) {
        return watch(face, face.cast(target));
    }

    private void note(Method method, Object[] arguments) {
        for (Object argument : arguments) {
            if (argument instanceof byte[] plain && spellings.stream().anyMatch(text -> contains(plain, text))) {
                places.add(place(method, arguments));
            }
        }
    }

    private static String place(Method method, Object[] arguments) {
        return switch (arguments[0]) {
            case RecordContext context -> context.table() + "/" + context.id();
            case PersonToken person -> "identity/" + person;
            default -> method.getName();
        };
    }

    private static boolean contains(byte[] content, byte[] text) {
        for (int at = 0; at <= content.length - text.length; at++) {
            if (content[at] == text[0] && Arrays.equals(content, at, at + text.length, text, 0, text.length)) {
                return true;
            }
        }
        return false;
    }
}

package dev.sekisho.control.trust;

import dev.sekisho.control.access.CustomerDesk;
import dev.sekisho.control.access.Handles;
import dev.sekisho.control.problem.Refusal;
import dev.sekisho.kernel.id.Id128;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/**
 * What a customer has several of, each found by its identifier and changed only in the version that the caller read.
 *
 * @param <S> what keeps them
 * @param <T> one of them
 * @param <I> one as the API shows it
 * @param keeper of the customer's
 * @param find one of them
 * @param version of one
 * @param item what is shown of it
 */
record Versioned<S, T, I>(
        Function<CustomerDesk, S> keeper,
        BiFunction<S, Id128, Optional<T>> find,
        ToLongFunction<T> version,
        BiFunction<T, CustomerDesk, I> item) {

    /** The one that a path names; 404 if there is none. */
    T found(String id, CustomerDesk desk) {
        return find(Handles.parse(id), desk);
    }

    private T find(Id128 id, CustomerDesk desk) {
        return find.apply(keeper.apply(desk), id).orElseThrow(Refusal::notFound);
    }

    /** Makes a step with the one that a path names, and answers what became of it. */
    ResponseEntity<I> change(String id, @Nullable String ifMatch, CustomerDesk desk, Step<S, T> step) {
        Id128 handle = Handles.parse(id);
        S all = keeper.apply(desk);
        T changed =
                Wanted.change(ifMatch, () -> find(handle, desk), version, expected -> step.take(all, handle, expected));
        return answer(HttpStatus.OK, changed, desk);
    }

    /** An answer with its ETag. */
    ResponseEntity<I> answer(HttpStatus status, T one, CustomerDesk desk) {
        return Wanted.answer(status, version.applyAsLong(one), item.apply(one, desk));
    }

    /** A change of the version that was read. */
    @FunctionalInterface
    interface Step<S, T> {
        T take(S keeper, Id128 id, long expected);
    }
}

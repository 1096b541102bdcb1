package dev.sekisho.gateway.certificate;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Results of work beside the loops: bounded, each until a time of its own, one piece of work for a key at a time. A failure is
 * handed to those who waited for it and is not kept.
 */
final class TimedCache<K, V> {
    private final AsyncCache<K, Result<V>> results;
    private final InstantSource time;

    /** A value and how long it holds. */
    record Timed<V>(V value, Instant until) {}

    private record Result<V>(
            @Nullable Timed<V> found, @Nullable Throwable failure) {}

    TimedCache(int most, Duration longest, InstantSource time) {
        this.results = Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfterWrite(longest)
                .executor(Runnable::run)
                .buildAsync();
        this.time = time;
    }

    /** The kept value, or the one that {@code work} gives. */
    CompletableFuture<V> get(K key, Supplier<CompletableFuture<Timed<V>>> work) {
        CompletableFuture<Result<V>> known = results.getIfPresent(key);
        if (known != null && known.isDone() && isOver(known.join())) {
            results.asMap().remove(key, known);
        }
        return results.get(key, (ignored, executor) -> work.get().handle(Result::new))
                .thenApply(TimedCache::valueOf);
    }

    private boolean isOver(Result<V> result) {
        Timed<V> found = result.found();
        return found == null || !time.instant().isBefore(found.until());
    }

    private static <V> V valueOf(Result<V> result) {
        Timed<V> found = result.found();
        if (found == null) {
            throw new CompletionException(result.failure());
        }
        return found.value();
    }

    void clear() {
        results.synchronous().invalidateAll();
    }
}

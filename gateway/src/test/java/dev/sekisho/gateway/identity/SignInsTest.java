package dev.sekisho.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.gateway.Identity.Person;
import dev.sekisho.gateway.world.Eventually;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.kernel.scope.ScopeIssuer;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What stands between a browser's requests and the directory. */
class SignInsTest {
    private static final ScopeIssuer ISSUER = ScopeIssuer.create(new Region("lab"));
    private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress ELSEWHERE = InetAddress.ofLiteral("192.0.2.2");
    private static final Person TARO = new Person(new PersonToken(new Id128(1, 2)), new TreeSet<>());
    private final CustomerScope flooding = ISSUER.issueForNewCustomer(new Actor.Gateway("test"));
    private final CustomerScope other = ISSUER.issueForNewCustomer(new Actor.Gateway("test"));
    private final CountDownLatch stuck = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private final SignIns signIns = new SignIns(this::ask, Duration.ofMinutes(1), 4);

    private Optional<Person> ask(CustomerScope scope, String login, String password, InetAddress source) {
        asked.incrementAndGet();
        if (login.startsWith("guess")) {
            try {
                assertThat(stuck.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Optional.empty();
        }
        return Optional.of(TARO);
    }

    @AfterEach
    void close() {
        stuck.countDown();
        signIns.close();
    }

    private CompletableFuture<Optional<Person>> check(CustomerScope scope, String login, InetAddress source) {
        return signIns.check(scope, new BasicCredentials(login, "secret"), source)
                .toCompletableFuture();
    }

    /** Red when the places are shared by all customers. */
    @Test
    void aCustomerWhoseLoginsAreGuessedLeavesOthersTheirPlaces() {
        // Given
        List<CompletableFuture<Optional<Person>>> flood = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            flood.add(check(flooding, "guess" + i, HERE));
        }
        // When
        Optional<Person> ofOther =
                check(other, "taro", HERE).orTimeout(10, TimeUnit.SECONDS).join();
        CompletableFuture<Optional<Person>> ofFlooding = check(flooding, "taro", HERE);
        // Then
        assertThat(ofOther).contains(TARO);
        assertThat(ofFlooding).isCompletedExceptionally();
        assertThat(flood.stream().filter(each -> !each.isDone())).hasSize(4);
        // and when the flood is over its own people sign in again
        stuck.countDown();
        Eventually.until(() -> check(flooding, "taro", HERE)
                .handle((person, failure) -> failure == null)
                .join());
    }

    /** Red when an answer is remembered without its source: a wait that one source earned would be another one's too. */
    @Test
    void theSameCredentialsFromElsewhereAreAskedForAgain() {
        // When
        check(other, "taro", HERE).orTimeout(10, TimeUnit.SECONDS).join();
        check(other, "taro", HERE).orTimeout(10, TimeUnit.SECONDS).join();
        check(other, "taro", ELSEWHERE).orTimeout(10, TimeUnit.SECONDS).join();
        // Then
        assertThat(asked).hasValue(2);
    }
}

package dev.sekisho.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.sekisho.directory.Authentication.NewSession;
import dev.sekisho.directory.base.Foundation;
import dev.sekisho.directory.credential.SealedTokens;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Purpose;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From a credential to who is asking.
 *
 * <p>One file because every kind of credential is tried in the same world.
 */
class AuthenticationTest {
    private static final long HASH_MEMORY_BYTES = 19L << 20;

    @TempDir
    private Path folder;

    private TestRegion region;
    private CustomerScope aoi;
    private CustomerScope beni;
    private Authentication door;

    @BeforeEach
    void open() {
        region = new TestRegion(folder);
        aoi = region.customer("Aoi");
        beni = region.customer("Beni");
        door = region.directory.authentication();
    }

    @AfterEach
    void close() {
        region.close();
    }

    private Optional<Caller> signIn(String login, String password) {
        return door.signIn(login, password.toCharArray());
    }

    @Test
    void aPersonSignsInAndBecomesTheScopeOfTheOwnCustomer() {
        // Given
        Person hanako = region.person(aoi, "hanako@aoi.example", "Hanako", Role.AUDITOR);
        region.person(beni, "beni@beni.example", "Beni", Role.ADMINISTRATOR);
        // When
        Caller caller = signIn("HANAKO@aoi.example", TestRegion.PASSWORD).orElseThrow();
        // Then
        assertThat(caller).isInstanceOfSatisfying(Caller.CustomerPerson.class, person -> {
            assertThat(person.token()).isEqualTo(hanako.token());
            assertThat(person.role()).isEqualTo(Role.AUDITOR);
            assertThat(person.scope().customer()).isEqualTo(aoi.customer());
            assertThat(person.scope().actor()).isEqualTo(new Actor.Person(hanako.token()));
            assertThat(person.scope().purpose()).isEqualTo(Purpose.CUSTOMER_REQUEST);
        });
        assertThat(signIn("hanako@aoi.example", "violet-harbour-untied-8")).isEmpty();
        assertThat(signIn("nobody@aoi.example", TestRegion.PASSWORD)).isEmpty();
    }

    /**
     * Work is counted, not timed: each computation of a hash fills 19 MiB of memory of its own, so what all threads allocate tells how
     * many there were, on whatever threads they ran.
     */
    @Test
    void anUnknownLoginCostsAsManyHashesAsAWrongPassword() {
        // Given
        region.person(aoi, "hanako@aoi.example", "Hanako", Role.AUDITOR);
        // When
        long wrong = hashes(() -> signIn("hanako@aoi.example", "not the password of hers"));
        long unknown = hashes(() -> signIn("nobody", "not the password of hers"));
        long nothing = hashes(() -> door.apiToken("sekisho_nothing"));
        // Then
        assertThat(wrong).isEqualTo(1);
        assertThat(unknown).isEqualTo(1);
        // and the count can tell a hash from no hash
        assertThat(nothing).isZero();
    }

    private static long hashes(Runnable work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getTotalThreadAllocatedBytes();
        work.run();
        return Math.round((double) (threads.getTotalThreadAllocatedBytes() - before) / HASH_MEMORY_BYTES);
    }

    @Test
    void failuresMakeALoginWaitLongerAndLongerButNeverForGood() {
        // Given
        region.person(aoi, "hanako@aoi.example", "Hanako", Role.AUDITOR);
        for (int i = 0; i < 5; i++) {
            assertThat(signIn("hanako@aoi.example", "wrong wrong wrong")).isEmpty();
        }
        // When the right password comes too early
        assertThatThrownBy(() -> signIn("hanako@aoi.example", TestRegion.PASSWORD))
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_MANY_REQUESTS));
        // Then others are not held up, and a second later it works
        assertThat(signIn("taro@aoi.example", "wrong wrong wrong")).isEmpty();
        region.realClock.moveTo(region.realClock.instant().plusSeconds(1));
        assertThat(signIn("hanako@aoi.example", "wrong wrong wrong")).isEmpty();
        region.realClock.moveTo(region.realClock.instant().plusSeconds(1));
        assertThatThrownBy(() -> signIn("hanako@aoi.example", TestRegion.PASSWORD))
                .isInstanceOf(SekishoException.class);
        region.realClock.moveTo(region.realClock.instant().plusSeconds(1));
        assertThat(signIn("hanako@aoi.example", TestRegion.PASSWORD)).isPresent();
        assertThat(signIn("hanako@aoi.example", "wrong wrong wrong")).isEmpty();
    }

    @Test
    void theProxyChecksPeopleOfItsCustomerOnly() {
        // Given
        Person hanako = region.person(aoi, "hanako@aoi.example", "Hanako", Role.USER, "sales");
        // When
        var inAoi = door.signIn(aoi, "hanako@aoi.example", TestRegion.PASSWORD.toCharArray());
        var inBeni = door.signIn(beni, "hanako@aoi.example", TestRegion.PASSWORD.toCharArray());
        // Then
        assertThat(inAoi).contains(new Authentication.Identified(hanako.token(), new TreeSet<>(List.of("sales"))));
        assertThat(inBeni).isEmpty();
    }

    @Test
    void anApiTokenOpensItsCustomerUntilItIsRevokedOrEnds() {
        // Given
        ApiTokens tokens = region.directory.of(aoi).tokens();
        ApiTokens.Made forever = tokens.make("export", Role.READ_ONLY, Optional.empty());
        ApiTokens.Made hour =
                tokens.make("hour", Role.ADMINISTRATOR, Optional.of(TestRegion.START.plus(Duration.ofHours(1))));
        // When
        Caller caller = door.apiToken(forever.secret()).orElseThrow();
        // Then
        assertThat(caller).isInstanceOfSatisfying(Caller.CustomerProgram.class, program -> {
            assertThat(program.role()).isEqualTo(Role.READ_ONLY);
            assertThat(program.scope().customer()).isEqualTo(aoi.customer());
            assertThat(program.scope().actor())
                    .isEqualTo(new Actor.Program(forever.token().id()));
        });
        assertThat(tokens.list()).extracting(ApiTokens.ApiToken::name).containsExactlyInAnyOrder("export", "hour");
        assertThat(region.directory.of(beni).tokens().list()).isEmpty();
        assertThat(region.directory.of(beni).tokens().revoke(forever.token().id()))
                .isFalse();
        assertThat(door.apiToken(forever.secret() + "x")).isEmpty();
        assertThat(door.apiToken(hour.secret())).isPresent();
        region.dataClock.moveTo(TestRegion.START.plus(Duration.ofDays(200)));
        assertThat(door.apiToken(hour.secret())).isPresent();
        region.realClock.moveTo(TestRegion.START.plus(Duration.ofHours(1)));
        assertThat(door.apiToken(hour.secret())).isEmpty();
        assertThat(tokens.revoke(forever.token().id())).isTrue();
        assertThat(door.apiToken(forever.secret())).isEmpty();
    }

    @Test
    void aSessionLivesWhileItIsUsedAndKeepsItsState() {
        // Given
        Person hanako = region.person(aoi, "hanako@aoi.example", "Hanako", Role.AUDITOR);
        Caller caller = signIn("hanako@aoi.example", TestRegion.PASSWORD).orElseThrow();
        NewSession session = door.openSession(caller, "Firefox on Linux", Duration.ofMinutes(30), Duration.ofHours(12));
        door.saveState(session.secret(), "typed so far".getBytes(StandardCharsets.UTF_8));
        // When it is used every 20 minutes for two hours
        for (int i = 1; i <= 6; i++) {
            region.realClock.moveTo(TestRegion.START.plus(Duration.ofMinutes(20L * i)));
            assertThat(door.session(session.secret())).as("use " + i).isPresent();
        }
        // Then
        Authentication.LiveSession live = door.session(session.secret()).orElseThrow();
        assertThat(live.state()).isEqualTo("typed so far".getBytes(StandardCharsets.UTF_8));
        assertThat(live.session().device()).isEqualTo("Firefox on Linux");
        assertThat(live.caller())
                .isInstanceOfSatisfying(
                        Caller.CustomerPerson.class,
                        person -> assertThat(person.token()).isEqualTo(hanako.token()));
        assertThat(region.directory.of(aoi).sessions().list(hanako.token()))
                .extracting(Sessions.Session::id)
                .containsExactly(session.id());
        // When it is not used for half an hour
        region.realClock.moveTo(TestRegion.START.plus(Duration.ofMinutes(150)));
        // Then
        assertThat(door.session(session.secret())).isEmpty();
        assertThat(region.directory.of(aoi).sessions().list(hanako.token())).isEmpty();
    }

    @Test
    void aSessionEndsAtItsLongestHoweverMuchItIsUsed() {
        // Given
        region.person(aoi, "hanako@aoi.example", "Hanako", Role.AUDITOR);
        Caller caller = signIn("hanako@aoi.example", TestRegion.PASSWORD).orElseThrow();
        NewSession session = door.openSession(caller, "", Duration.ofMinutes(50), Duration.ofHours(1));
        // When
        region.realClock.moveTo(TestRegion.START.plus(Duration.ofMinutes(45)));
        assertThat(door.session(session.secret())).isPresent();
        region.realClock.moveTo(TestRegion.START.plus(Duration.ofMinutes(60)));
        // Then
        assertThat(door.session(session.secret())).isEmpty();
    }

    @Test
    void aSessionEndsWhenItIsClosedRevokedOrThePasswordOrRoleChanges() {
        // Given
        Person hanako = region.person(aoi, "hanako@aoi.example", "Hanako", Role.AUDITOR);
        Caller caller = signIn("hanako@aoi.example", TestRegion.PASSWORD).orElseThrow();
        People people = region.directory.of(aoi).people();
        Sessions sessions = region.directory.of(aoi).sessions();
        List<Runnable> ends = List.of(
                () -> sessions.revokeAll(hanako.token()),
                () -> people.setPassword(hanako.token(), "amber-lantern-crossing-9".toCharArray()),
                () -> people.update(
                        hanako.token(),
                        new People.NewPerson("hanako@aoi.example", "Hanako", "", Role.READ_ONLY, new TreeSet<>()),
                        1),
                () -> people.erase(hanako.token()));
        NewSession closed = door.openSession(caller, "", Duration.ofMinutes(30), Duration.ofHours(1));
        // When
        door.closeSession(closed.secret());
        // Then
        assertThat(door.session(closed.secret())).isEmpty();
        for (Runnable end : ends) {
            NewSession session = door.openSession(caller, "", Duration.ofMinutes(30), Duration.ofHours(1));
            assertThat(door.session(session.secret())).isPresent();
            end.run();
            assertThat(door.session(session.secret())).isEmpty();
        }
    }

    @Test
    void aSessionOfOneCustomerCannotBeEndedByAnother() {
        // Given
        Person hanako = region.person(aoi, "hanako@aoi.example", "Hanako", Role.AUDITOR);
        Caller caller = signIn("hanako@aoi.example", TestRegion.PASSWORD).orElseThrow();
        NewSession session = door.openSession(caller, "", Duration.ofMinutes(30), Duration.ofHours(1));
        // When
        assertThat(region.directory.of(beni).sessions().revoke(hanako.token(), session.id()))
                .isFalse();
        // Then
        assertThat(door.session(session.secret())).isPresent();
    }

    @Test
    void operatorsSignInWithTheirOwnTokensAndSessions() {
        // Given
        Operators operators = region.directory.operators();
        Operators.Operator kei = operators.add(
                "kei@provider.example", "Kei", "", TestRegion.PASSWORD.toCharArray(), TestRegion.OPERATOR);
        ApiTokens.Made token = operators.tokens(kei.token()).make("cron", Role.ADMINISTRATOR, Optional.empty());
        // When
        Caller caller = signIn("kei@provider.example", TestRegion.PASSWORD).orElseThrow();
        NewSession session = door.openSession(caller, "", Duration.ofMinutes(30), Duration.ofHours(1));
        // Then
        assertThat(caller).isEqualTo(new Caller.OperatorPerson(kei.token()));
        assertThat(door.session(session.secret()).orElseThrow().caller()).isEqualTo(caller);
        assertThat(door.apiToken(token.secret()))
                .contains(new Caller.OperatorProgram(kei.token(), token.token().id()));
        assertThatThrownBy(() -> operators.remove(kei.token(), TestRegion.OPERATOR))
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
        operators.add("rin@provider.example", "Rin", "", TestRegion.PASSWORD.toCharArray(), TestRegion.OPERATOR);
        assertThat(operators.remove(kei.token(), TestRegion.OPERATOR)).isTrue();
        assertThat(door.session(session.secret())).isEmpty();
        assertThat(door.apiToken(token.secret())).isEmpty();
        assertThat(signIn("kei@provider.example", TestRegion.PASSWORD)).isEmpty();
    }

    @Test
    void housekeepingRemovesWhatEnded() throws Exception {
        // Given
        Person hanako = region.person(aoi, "hanako@aoi.example", "Hanako", Role.AUDITOR);
        Caller caller = signIn("hanako@aoi.example", TestRegion.PASSWORD).orElseThrow();
        door.openSession(caller, "", Duration.ofMinutes(30), Duration.ofHours(1));
        NewSession alive = door.openSession(caller, "", Duration.ofHours(5), Duration.ofHours(5));
        region.realClock.moveTo(TestRegion.START.plus(Duration.ofHours(2)));
        int before = sessionRecords();
        // When
        for (var job : region.directory.jobs()) {
            job.run(region.realClock.instant());
        }
        // Then
        assertThat(before).isEqualTo(2);
        assertThat(sessionRecords()).isEqualTo(1);
        assertThat(door.session(alive.secret())).isPresent();
        assertThat(region.directory.of(aoi).sessions().list(hanako.token())).hasSize(1);
    }

    private int sessionRecords() {
        return region.records
                .of(aoi)
                .transact(t -> t.list("session", Optional.empty(), 100).size());
    }

    @Test
    void aTokenEndsByItsSealedRecordWhateverTheGatekeepersRowSays() {
        // Given
        ApiTokens tokens = region.directory.of(aoi).tokens();
        String ends = tokens.make("ends", Role.AUDITOR, Optional.of(TestRegion.START.plusSeconds(60)))
                .secret();
        String stays = tokens.make("stays", Role.AUDITOR, Optional.empty()).secret();
        byte[] digest = Foundation.digest(ends);
        byte[] ticket =
                region.records.gatekeeper().find(SealedTokens.GATE, digest).orElseThrow();
        // When somebody who can write to the database takes the end away from the row
        region.records.gatekeeper().put(SealedTokens.GATE, digest, ticket, Optional.empty());
        assertThat(door.apiToken(ends)).isPresent();
        region.realClock.moveTo(TestRegion.START.plusSeconds(60));
        // Then
        assertThat(region.records.gatekeeper().find(SealedTokens.GATE, digest)).isPresent();
        assertThat(door.apiToken(ends)).isEmpty();
        assertThat(door.apiToken(stays)).isPresent();
    }

    @Test
    void anAcceptanceThatFailsNeitherProlongsNorShortensTheInvitation() {
        for (Duration life : List.of(Duration.ofMinutes(10), Duration.ofDays(2))) {
            // Given
            Customers.Created created = region.directory
                    .customers()
                    .create(
                            CustomerSettings.initial("Invited " + life.toMinutes()),
                            region.directory.customers().firstLicence(),
                            TestRegion.OPERATOR);
            Instant start = region.realClock.instant();
            String secret = region.directory
                    .customers()
                    .invite(created.customer().reference(), Role.ADMINISTRATOR, life, TestRegion.OPERATOR);
            // When
            assertThatThrownBy(() -> door.accept(secret, "hanako@new.example", "Hanako", "", "short".toCharArray()))
                    .isInstanceOf(SekishoException.class);
            // Then
            region.realClock.moveTo(start.plus(life).minusSeconds(1));
            assertThat(door.invitation(secret)).as("before its end, of " + life).isPresent();
            region.realClock.moveTo(start.plus(life));
            assertThat(door.invitation(secret)).as("at its end, of " + life).isEmpty();
        }
    }

    @Test
    void beingAskedWhetherItHoldsDoesNotKeepASessionAlive() {
        // Given
        Person hanako = region.person(aoi, "hanako@aoi.example", "Hanako", Role.AUDITOR);
        Caller caller = signIn("hanako@aoi.example", TestRegion.PASSWORD).orElseThrow();
        NewSession asked = door.openSession(caller, "browser", Duration.ofMinutes(30), Duration.ofHours(12));
        NewSession used = door.openSession(caller, "browser", Duration.ofMinutes(30), Duration.ofHours(12));
        // When
        for (int minutes = 10; minutes < 30; minutes += 10) {
            region.realClock.moveTo(TestRegion.START.plus(Duration.ofMinutes(minutes)));
            assertThat(door.holds(asked.secret())).isTrue();
            assertThat(door.session(used.secret())).isPresent();
        }
        region.realClock.moveTo(TestRegion.START.plus(Duration.ofMinutes(31)));
        // Then
        assertThat(door.holds(asked.secret())).isFalse();
        assertThat(door.holds(used.secret())).isTrue();
        assertThat(door.holds("unknown")).isFalse();
        // and who is removed or signed out is noticed
        region.directory.of(aoi).sessions().revokeAll(hanako.token());
        assertThat(door.holds(used.secret())).isFalse();
    }

    @Test
    void aDraftOfSomebodyWhoMustNotReadNamesKnowsNobodyByName() {
        // Given
        Person hanako = region.person(aoi, "hanako@aoi.example", "Hanako", Role.AUDITOR);
        Person other = region.person(aoi, "u-hidden", "Other", Role.AUDITOR);
        Policies policies = region.directory.of(aoi).policies();
        // When / Then
        for (String name : List.of("hanako@aoi.example", "Hanako", other.login())) {
            assertThat(policies.compile(naming(name))).isNotNull();
            assertThatThrownBy(() -> policies.compileWithoutNames(naming(name)))
                    .as(name)
                    .isInstanceOfSatisfying(
                            PolicyRejected.class,
                            rejected -> assertThat(rejected.problems().toString())
                                    .doesNotContain(
                                            hanako.token().toString(),
                                            other.token().toString())
                                    .contains("UNKNOWN_USER"));
        }
        for (String word : List.of(hanako.token().toString(), hanako.token().pseudonym())) {
            assertThat(policies.compileWithoutNames(naming(word))).isNotNull();
        }
    }

    private static String naming(String user) {
        return """
                decryption: [{name: rest, then: inspect}]
                access:
                  - {name: one, when: {user: ["%s"]}, then: block}
                  - {name: rest, then: allow}
                """.formatted(user);
    }

    @Test
    void aNewPasswordEndsEverySessionHoweverManyThereAre() {
        // Given: whoever knew the password opened more sessions than one look-up finds
        Person hanako = region.person(aoi, "hanako@aoi.example", "Hanako", Role.AUDITOR);
        Caller caller = signIn("hanako@aoi.example", TestRegion.PASSWORD).orElseThrow();
        List<String> secrets = new ArrayList<>();
        for (int i = 0; i < 1_005; i++) {
            secrets.add(door.openSession(caller, "", Duration.ofMinutes(30), Duration.ofHours(1))
                    .secret());
        }
        // When
        region.directory.of(aoi).people().setPassword(hanako.token(), "violet-harbour-untied-9".toCharArray());
        // Then
        assertThat(secrets).noneMatch(door::holds);
    }
}

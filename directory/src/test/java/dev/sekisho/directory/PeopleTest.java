package dev.sekisho.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.directory.People.NewPerson;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Purpose;
import dev.sekisho.kernel.scope.ScopeIssuer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeopleTest {
    @TempDir
    private Path folder;

    private TestRegion region;
    private CustomerScope aoi;
    private CustomerScope beni;
    private People people;

    @BeforeEach
    void open() {
        region = new TestRegion(folder);
        aoi = region.customer("Aoi");
        beni = region.customer("Beni");
        people = region.directory.of(aoi).people();
    }

    @AfterEach
    void close() {
        region.close();
    }

    private static NewPerson person(String login, String name) {
        return new NewPerson(login, name, "", Role.USER, new TreeSet<>());
    }

    private static ErrorCode codeOf(Runnable work) {
        try {
            work.run();
        } catch (SekishoException e) {
            return e.code();
        }
        throw new AssertionError("nothing was thrown");
    }

    @Test
    void aPersonIsFoundByTokenLoginAndName() {
        // Given
        Person hanako = people.add(
                new NewPerson(
                        "Hanako@Aoi.example",
                        "山田 花子",
                        "hanako@aoi.example",
                        Role.RESPONDER,
                        new TreeSet<>(List.of("sales", "kyoto"))),
                Optional.empty());
        people.add(person("taro@aoi.example", "Yamada Taro"), Optional.empty());
        // Then
        assertThat(people.find(hanako.token())).contains(hanako);
        assertThat(people.findByLogin(" hanako@aoi.EXAMPLE ")).contains(hanako);
        assertThat(people.findByLogin("hanako")).isEmpty();
        assertThat(people.nameOf(hanako.token())).contains("山田 花子");
        assertThat(people.search("花", 10)).containsExactly(hanako.token());
        assertThat(people.search("AOI.example", 10)).hasSize(2);
        for (String word : List.of(
                "山田 花子",
                "hanako@aoi.example",
                hanako.token().toString(),
                hanako.token().pseudonym())) {
            assertThat(people.named(word)).containsExactly(hanako.token());
        }
        assertThat(people.groups()).containsExactly("kyoto", "sales");
        assertThat(hanako.hasPassword()).isFalse();
        assertThat(hanako.version()).isEqualTo(1);
    }

    @Test
    void peopleOfOneCustomerDoNotExistForAnother() {
        // Given
        Person hanako = people.add(person("hanako@aoi.example", "Hanako"), Optional.empty());
        // When
        People others = region.directory.of(beni).people();
        // Then
        assertThat(others.find(hanako.token())).isEmpty();
        assertThat(others.findByLogin("hanako@aoi.example")).isEmpty();
        assertThat(others.search("hanako", 10)).isEmpty();
        assertThat(others.named("Hanako")).isEmpty();
        assertThat(others.list(Optional.empty(), 100)).isEmpty();
        assertThat(others.erase(hanako.token())).isFalse();
        assertThat(people.find(hanako.token())).isPresent();
    }

    @Test
    void aLoginBelongsToOnePersonOfTheRegionAndTheRefusalDoesNotSayWhose() {
        // Given
        people.add(person("hanako@aoi.example", "Hanako"), Optional.empty());
        People others = region.directory.of(beni).people();
        // When
        String own = messageOf(() -> people.add(person("HANAKO@aoi.example", "Other"), Optional.empty()));
        String foreign = messageOf(() -> others.add(person("hanako@aoi.example", "Other"), Optional.empty()));
        // Then
        assertThat(foreign).isEqualTo(own).doesNotContain("hanako").doesNotContain("Aoi");
        assertThat(others.list(Optional.empty(), 10)).isEmpty();
    }

    private static String messageOf(Runnable work) {
        try {
            work.run();
        } catch (SekishoException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT);
            return String.valueOf(e.getMessage());
        }
        throw new AssertionError("nothing was thrown");
    }

    @Test
    void aLoginThatACrashLeftClaimedCanBeUsedAfterAMinute() {
        // Given a claim without a person, as a process leaves it that ends between the two
        PersonToken nobody = new PersonToken(new Id128(7, 7));
        region.records
                .gatekeeper()
                .put(
                        "login",
                        "hanako@aoi.example".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        dev.sekisho.directory.base.Ticket.of(
                                        Optional.of(beni.customer()),
                                        Optional.of(nobody),
                                        Optional.empty(),
                                        Optional.empty(),
                                        TestRegion.START)
                                .bytes(),
                        Optional.empty());
        assertThat(codeOf(() -> people.add(person("hanako@aoi.example", "Hanako"), Optional.empty())))
                .isEqualTo(ErrorCode.CONFLICT);
        // When
        region.realClock.moveTo(TestRegion.START.plus(Duration.ofMinutes(2)));
        // Then
        assertThat(people.add(person("hanako@aoi.example", "Hanako"), Optional.empty())
                        .login())
                .isEqualTo("hanako@aoi.example");
    }

    @Test
    void aChangeNeedsTheVersionThatWasReadAndFreesTheOldLogin() {
        // Given
        Person hanako = people.add(person("hanako@aoi.example", "Hanako"), Optional.empty());
        // When
        Person changed = people.update(hanako.token(), person("h.yamada@aoi.example", "Hanako Yamada"), 1);
        // Then
        assertThat(changed.version()).isEqualTo(2);
        assertThat(people.findByLogin("hanako@aoi.example")).isEmpty();
        assertThat(people.nameOf(hanako.token())).contains("Hanako Yamada");
        assertThat(codeOf(() -> people.update(hanako.token(), person("x@aoi.example", "X"), 1)))
                .isEqualTo(ErrorCode.CONFLICT);
        region.directory.of(beni).people().add(person("hanako@aoi.example", "Other"), Optional.empty());
        region.directory.of(beni).people().add(person("x@aoi.example", "Other"), Optional.empty());
        assertThat(codeOf(() -> people.update(hanako.token(), person("x@aoi.example", "X"), 2)))
                .isEqualTo(ErrorCode.CONFLICT);
        assertThat(people.findByLogin("h.yamada@aoi.example")).isPresent();
    }

    @Test
    void anErasedPersonIsGoneAndWhatWasCopiedStaysShut() {
        // Given
        Person hanako = region.person(aoi, "hanako@aoi.example", "Hanako", Role.ADMINISTRATOR);
        byte[] copy = region.records
                .of(aoi)
                .transact(t ->
                        t.find("identity", hanako.token().value()).orElseThrow().payload());
        assertThat(region.vault.of(aoi).openIdentity(hanako.token(), 1, copy)).isNotEmpty();
        // When
        assertThat(people.erase(hanako.token())).isTrue();
        // Then
        assertThat(people.find(hanako.token())).isEmpty();
        assertThat(people.nameOf(hanako.token())).isEmpty();
        assertThat(region.directory.authentication().signIn("hanako@aoi.example", TestRegion.PASSWORD.toCharArray()))
                .isEmpty();
        assertThatThrownBy(() -> region.vault.of(aoi).openIdentity(hanako.token(), 1, copy))
                .isInstanceOfSatisfying(
                        SekishoException.class,
                        e -> assertThat(e.code()).isIn(ErrorCode.KEY_DESTROYED, ErrorCode.KEY_UNKNOWN));
        assertThat(people.erase(hanako.token())).isFalse();
        assertThat(people.add(person("hanako@aoi.example", "Another"), Optional.empty())
                        .token())
                .isNotEqualTo(hanako.token());
    }

    @Test
    void tokensAreDrawnAndNotDerived() {
        // Given
        Set<PersonToken> seen = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            // When the same person is added again and again
            Person hanako = people.add(person("hanako@aoi.example", "Hanako"), Optional.empty());
            seen.add(hanako.token());
            people.erase(hanako.token());
        }
        // Then
        assertThat(seen).hasSize(3);
    }

    @Test
    void valuesOutOfRangeAreRefused() {
        for (NewPerson bad : List.of(
                person("", "A"),
                person("a", " "),
                person("a\u0000b", "A"),
                person("a".repeat(201), "A"),
                new NewPerson("a", "A", "not an address", Role.USER, new TreeSet<>()),
                new NewPerson("a", "A", "", Role.USER, new TreeSet<>(List.of("g".repeat(101)))))) {
            assertThat(codeOf(() -> people.add(bad, Optional.empty()))).isEqualTo(ErrorCode.INVALID_INPUT);
        }
        assertThat(people.list(Optional.empty(), 10)).isEmpty();
    }

    @Test
    void namesFollowChangesOfAnotherProcess() {
        // Given
        Person hanako = people.add(person("hanako@aoi.example", "Hanako"), Optional.empty());
        try (Directory other = region.another()) {
            assertThat(other.of(aoi).people().nameOf(hanako.token())).contains("Hanako");
            // When
            people.update(hanako.token(), person("hanako@aoi.example", "Hanako Suzuki"), 1);
            other.refresh();
            // Then
            assertThat(other.of(aoi).people().nameOf(hanako.token())).contains("Hanako Suzuki");
        }
    }

    @Test
    void whoElseSetAPersonUpIsRememberedAndNobodyIsTheirOwn() {
        // Given
        Person taro = region.person(aoi, "taro@aoi.example", "Taro", Role.ADMINISTRATOR);
        Person hanako = region.person(aoi, "hanako@aoi.example", "Hanako", Role.ADMINISTRATOR);
        assertThat(taro.setBy()).isEmpty(); // made by a job
        People asTaro = region.directory.of(as(taro)).people();
        // When
        Person made = asTaro.add(person("made@aoi.example", "Made"), Optional.empty());
        asTaro.setPassword(hanako.token(), TestRegion.PASSWORD.toCharArray());
        asTaro.setPassword(taro.token(), TestRegion.PASSWORD.toCharArray());
        // Then
        assertThat(made.setBy()).containsOnly(Map.entry(taro.token(), TestRegion.START));
        assertThat(people.find(hanako.token()).orElseThrow().setBy()).containsOnlyKeys(taro.token());
        assertThat(people.find(taro.token()).orElseThrow().setBy()).isEmpty();
        // When: a name is no way in, a role is; whoever was first stays known
        region.dataClock.moveTo(TestRegion.START.plus(Duration.ofDays(1)));
        People asHanako = region.directory.of(as(hanako)).people();
        Person renamed = asHanako.update(made.token(), person("made@aoi.example", "Other"), made.version());
        assertThat(renamed.setBy()).containsOnlyKeys(taro.token());
        Person raised = asHanako.update(
                made.token(),
                new NewPerson("made@aoi.example", "Other", "", Role.ADMINISTRATOR, new TreeSet<>()),
                renamed.version());
        // Then
        assertThat(raised.setBy())
                .containsOnly(
                        Map.entry(taro.token(), TestRegion.START),
                        Map.entry(hanako.token(), TestRegion.START.plus(Duration.ofDays(1))));
        // And a program is whoever made its token
        Id128 token = region.directory
                .of(as(taro))
                .tokens()
                .make("script", Role.ADMINISTRATOR, Optional.empty())
                .token()
                .id();
        Person byScript = region.directory
                .of(as(new Actor.Program(token)))
                .people()
                .add(person("script@aoi.example", "S"), Optional.empty());
        assertThat(byScript.setBy()).containsOnlyKeys(taro.token());
    }

    private CustomerScope as(Person person) {
        return as(new Actor.Person(person.token()));
    }

    private CustomerScope as(Actor actor) {
        return ScopeIssuer.create(aoi.region()).issue(aoi.customer(), actor, Purpose.CUSTOMER_REQUEST);
    }
}

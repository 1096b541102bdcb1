package dev.sekisho.trust.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.directory.People;
import dev.sekisho.directory.People.NewPerson;
import dev.sekisho.directory.Person;
import dev.sekisho.directory.Role;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.trust.erasure.Erasure;
import dev.sekisho.trust.erasure.Erasure.Intake;
import dev.sekisho.trust.erasure.Erasure.State;
import dev.sekisho.trust.erasure.Erasure.Subject;
import dev.sekisho.trust.region.TrustRegion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One administrator with two accounts is one person. */
class SecondPersonTest {
    private static final String PASSWORD = "violet-harbour-untied-7";

    @TempDir
    private Path folder;

    private TrustRegion region;
    private CustomerScope aoi;
    private PersonToken hanako;
    private PersonToken taro;
    private PersonToken jiro;
    private Erasure asked;

    @BeforeEach
    void hanakoAsked() {
        region = new TrustRegion(folder);
        aoi = region.customer("Aoi");
        hanako = region.person(aoi, "hanako@aoi.example", Role.ADMINISTRATOR);
        taro = region.person(aoi, "taro@aoi.example", Role.ADMINISTRATOR);
        jiro = region.person(aoi, "jiro@aoi.example", Role.USER);
        PersonToken user = region.person(aoi, "user@aoi.example", Role.USER);
        asked = region.erasures.of(region.as(aoi, hanako)).request(new Subject.Person(user), Intake.CONSOLE);
    }

    @AfterEach
    void close() {
        region.close();
    }

    private People peopleAs(PersonToken person) {
        return region.directory.of(region.as(aoi, person)).people();
    }

    private static NewPerson administrator(String login) {
        return new NewPerson(login, "Name", "", Role.ADMINISTRATOR, new TreeSet<>());
    }

    private void refused(PersonToken approver) {
        assertThatThrownBy(() -> approve(approver)).isInstanceOfSatisfying(SekishoException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.SECOND_PERSON_NEEDED);
            assertThat(e).hasMessageContaining("within the last 7 days");
        });
    }

    private Erasure approve(PersonToken approver) {
        return region.erasures.of(region.as(aoi, approver)).approve(asked.id(), asked.version());
    }

    @Test
    void whoeverAskedIsToldHowLongANewAdministratorWaits() {
        assertThatThrownBy(() -> approve(hanako))
                .isInstanceOfSatisfying(
                        SekishoException.class,
                        e -> assertThat(e)
                                .hasMessageContaining("invite a second one")
                                .hasMessageContaining("7 days later"));
    }

    @Test
    void whoeverSetsTheOthersPasswordDoesNotApproveAsTheOther() {
        peopleAs(hanako).setPassword(taro, PASSWORD.toCharArray());
        refused(taro);
        // And the other setting it anew does not undo that another one knew it
        peopleAs(taro).setPassword(taro, (PASSWORD + "x").toCharArray());
        refused(taro);
    }

    @Test
    void anAdministratorWhomTheAskerMadeDoesNotApproveBeforeSevenDaysArePast() {
        // Given
        Person made = peopleAs(hanako).add(administrator("second@aoi.example"), Optional.empty());
        // Then
        refused(made.token());
        region.pass(Duration.ofDays(7).minusMillis(1));
        refused(made.token());
        // When
        region.pass(Duration.ofMillis(1));
        // Then
        assertThat(approve(made.token()).state()).isEqualTo(State.APPROVED);
    }

    @Test
    void aRoleIsAWayInTooButANameIsNot() {
        // Given
        Person before = peopleAs(taro).find(jiro).orElseThrow();
        Person raised = peopleAs(hanako).update(jiro, administrator("jiro@aoi.example"), before.version());
        refused(jiro);
        // When
        Person other = peopleAs(taro).find(taro).orElseThrow();
        peopleAs(hanako).update(taro, administrator("taro2@aoi.example"), other.version());
        // Then
        assertThat(raised.role()).isEqualTo(Role.ADMINISTRATOR);
        assertThat(approve(taro).state()).isEqualTo(State.APPROVED);
    }

    @Test
    void aChainOfAccountsIsStillOnePerson() {
        Person made = peopleAs(hanako).add(administrator("second@aoi.example"), Optional.empty());
        Person third = peopleAs(made.token()).add(administrator("third@aoi.example"), Optional.empty());
        refused(third.token());
    }

    @Test
    void anAdministratorWhomSomebodyElseMadeApproves() {
        Person made = peopleAs(taro).add(administrator("second@aoi.example"), Optional.empty());
        assertThat(approve(made.token()).state()).isEqualTo(State.APPROVED);
    }

    @Test
    void whoeverMadeTheAccountThatAskedDoesNotApprove() {
        // Given: taro makes an account, and asks with it that everything goes
        Person made = peopleAs(taro).add(administrator("second@aoi.example"), Optional.empty());
        asked = region.erasures.of(region.as(aoi, made.token())).request(new Subject.WholeCustomer(), Intake.CONSOLE);
        // Then neither taro approves, nor another account of taro's
        refused(taro);
        refused(peopleAs(taro)
                .add(administrator("third@aoi.example"), Optional.empty())
                .token());
        // But somebody else does, and taro when others had time to notice
        region.pass(Duration.ofDays(7));
        assertThat(approve(taro).state()).isEqualTo(State.APPROVED);
    }

    @Test
    void whoeverSetThePasswordOfTheAccountThatAskedDoesNotApprove() {
        // Given
        peopleAs(taro).setPassword(jiro, PASSWORD.toCharArray());
        asked = region.erasures.of(region.as(aoi, jiro)).request(new Subject.Person(jiro), Intake.CONSOLE);
        // Then
        refused(taro);
        assertThat(approve(hanako).state()).isEqualTo(State.APPROVED);
    }

    @Test
    void aTokenStandsForItsMakerOnlyWhileTheMakerMayApprove() {
        // Given
        var token = region.directory
                .of(region.as(aoi, taro))
                .tokens()
                .make("script", Role.ADMINISTRATOR, Optional.empty())
                .token();
        CustomerScope asToken = region.as(aoi, new Actor.Program(token.id()));
        Person before = region.directory.of(aoi).people().find(taro).orElseThrow();
        Person lowered = region.directory
                .of(aoi)
                .people()
                .update(
                        taro,
                        new NewPerson(before.login(), before.name(), before.email(), Role.USER, new TreeSet<>()),
                        before.version());
        // Then
        assertThatThrownBy(() -> region.erasures.of(asToken).approve(asked.id(), asked.version()))
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SECOND_PERSON_NEEDED));
        // When
        region.directory.of(aoi).people().update(taro, administrator(before.login()), lowered.version());
        // Then
        assertThat(region.erasures
                        .of(asToken)
                        .approve(asked.id(), asked.version())
                        .state())
                .isEqualTo(State.APPROVED);
    }
}

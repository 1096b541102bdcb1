package dev.sekisho.directory.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.Actor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class KindTest {
    /** As the kind {@code policy-head} has it. */
    record Known(long number, String bundle) {}

    /** With a field that nobody registered. */
    record Unknown(long number, String shoeSize) {}

    @Test
    void aFieldThatIsNotInTheInventoryCannotBeStored() {
        assertThat(Kind.of("policy-head", Known.class).name()).isEqualTo("policy-head");
        assertThatThrownBy(() -> Kind.of("policy-head", Unknown.class))
                .hasMessageContaining("policy-head.shoe_size")
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FIELD_NOT_IN_INVENTORY));
    }

    @Test
    void aFieldOfANewerVersionIsIgnoredAndAnotherFormIsDamage() {
        // Given
        Kind<Known> kind = Kind.of("policy-head", Known.class);
        // When
        Known read = kind.read("{\"number\":3,\"bundle\":\"b\",\"later\":true}".getBytes(StandardCharsets.UTF_8));
        // Then
        assertThat(read).isEqualTo(new Known(3, "b"));
        assertThatThrownBy(() -> kind.read("{\"number\":\"secret-value\"".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(SekishoException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.RECORD_DAMAGED);
                    assertThat(e).hasNoCause();
                    assertThat(e.getMessage()).doesNotContain("secret-value");
                });
    }

    @Test
    void everyActorReadsBackFromItsText() {
        for (Actor actor : List.of(
                new Actor.Person(new PersonToken(new Id128(1, 2))),
                new Actor.Program(new Id128(3, 4)),
                new Actor.Operator(new PersonToken(new Id128(5, 6))),
                new Actor.Gateway("gateway:1"),
                new Actor.Job("lake.retention"))) {
            assertThat(Actors.parse(Actors.text(actor))).isEqualTo(actor);
        }
        assertThatThrownBy(() -> Actors.parse("nobody")).isInstanceOf(IllegalArgumentException.class);
    }
}

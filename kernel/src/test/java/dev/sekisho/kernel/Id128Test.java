package dev.sekisho.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class Id128Test {
    @Property
    void textAndBytesReadBackAsTheSameIdentifier(@ForAll long high, @ForAll long low) {
        // Given
        Id128 id = new Id128(high, low);
        // When
        Id128 byText = Id128.parse(id.toString().toLowerCase(java.util.Locale.ROOT));
        Id128 byBytes = Id128.of(id.bytes());
        // Then
        assertThat(byText).isEqualTo(id);
        assertThat(byBytes).isEqualTo(id);
    }

    @Property
    void theOrderOfTextIsTheOrderOfIdentifiers(@ForAll long high, @ForAll long low, @ForAll long otherHigh) {
        // Given
        Id128 one = new Id128(high, low);
        Id128 other = new Id128(otherHigh, low);
        // When
        int byText = Integer.signum(one.toString().compareTo(other.toString()));
        // Then
        assertThat(byText).isEqualTo(Integer.signum(one.compareTo(other)));
    }

    @Test
    void textThatIsNoIdentifierIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Id128.parse("too short"));
        assertThatIllegalArgumentException().isThrownBy(() -> Id128.parse("Z".repeat(26)));
        assertThatIllegalArgumentException().isThrownBy(() -> Id128.parse("0".repeat(25) + "U"));
    }

    @Test
    void aPersonsTokenReadsBackAndShowsAShortPseudonym() {
        // Given
        PersonToken token = new PersonToken(new Id128(1, 2));
        // When
        PersonToken read = PersonToken.parse(token.toString());
        // Then
        assertThat(read).isEqualTo(token);
        assertThat(token.pseudonym()).matches("u-[0-9A-Z]{4}-[0-9A-Z]{4}");
    }
}

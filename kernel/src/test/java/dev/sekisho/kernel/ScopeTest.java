package dev.sekisho.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.kernel.scope.ScopeIssuer;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ScopeTest {
    private final ScopeIssuer issuer = ScopeIssuer.create(new Region("lab"));

    @Test
    void neitherAScopeNorACustomerIdPrintsTheCustomer() {
        // Given
        CustomerScope scope = issuer.issueForNewCustomer(new Actor.Job("test"));
        String id = Id128.of(scope.customer().bytes()).toString();
        // When
        String printed = scope + " " + scope.customer();
        // Then
        assertThat(printed).doesNotContainIgnoringCase(id);
    }

    @Test
    void noCodeOutsideTheIssuerCanConstructAScope() {
        // Given
        Constructor<?>[] constructors = CustomerScope.class.getDeclaredConstructors();
        // When
        boolean anyPublic = Arrays.stream(constructors).anyMatch(c -> Modifier.isPublic(c.getModifiers()));
        // Then
        assertThat(anyPublic).isFalse();
        assertThat(Modifier.isFinal(CustomerScope.class.getModifiers())).isTrue();
    }

    @Test
    void newCustomersAreDifferent() {
        assertThat(issuer.issueForNewCustomer(new Actor.Job("a")).customer())
                .isNotEqualTo(issuer.issueForNewCustomer(new Actor.Job("a")).customer());
    }

    @Test
    void aRegionsNameIsCheckedAgainstItsForm() {
        assertThat(new Region("jp-east").name()).isEqualTo("jp-east");
        for (String bad : new String[] {"", "JP", "-a", "a-", "a b", "a".repeat(33)}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Region(bad));
        }
    }
}

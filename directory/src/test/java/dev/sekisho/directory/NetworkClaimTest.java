package dev.sekisho.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.CustomerScope;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which networks an administrator may name without an operator. */
class NetworkClaimTest {
    @TempDir
    private Path folder;

    private TestRegion region;
    private CustomerScope product;
    private CustomerScope administrator;

    @BeforeEach
    void open() {
        region = new TestRegion(folder);
        product = region.customer("Aoi");
        region.person(product, "hanako@aoi.example", "Hanako", Role.ADMINISTRATOR);
        administrator = region.directory
                .authentication()
                .signIn("hanako@aoi.example", TestRegion.PASSWORD.toCharArray())
                .map(caller -> ((Caller.CustomerPerson) caller).scope())
                .orElseThrow();
    }

    @AfterEach
    void close() {
        region.close();
    }

    private OnRamps ramps(CustomerScope scope) {
        return region.directory.of(scope).onRamps();
    }

    private Optional<SekishoException> refusal(CustomerScope scope, String network) {
        try {
            ramps(scope).add("office", SourceNetwork.parse(network), false);
            return Optional.empty();
        } catch (SekishoException e) {
            return Optional.of(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0/0", "128.0.0.0/1", "10.0.0.0/8", "192.0.0.0/21", "::/0", "2001:db8::/43"})
    void aWideNetworkIsForAnOperatorToGive(String network) {
        // When
        SekishoException refusal = refusal(administrator, network).orElseThrow();
        // Then
        assertThat(refusal.code()).isEqualTo(ErrorCode.CONFLICT);
        assertThat(refusal.getMessage()).contains("/22", "/44", "operator");
        assertThat(ramps(administrator).list()).isEmpty();
        assertThat(refusal(product, network)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1/32", "192.0.0.0/22", "192.0.2.7", "2001:db8::/44", "2001:db8::1/128"})
    void aNarrowOneIsTheAdministratorsToName(String network) {
        assertThat(refusal(administrator, network)).isEmpty();
    }

    @Test
    void whatIsTooWideAndWhatIsTakenAreRefusedInTheSameWords() {
        // Given
        CustomerScope other = region.customer("Beni");
        ramps(other).add("office", SourceNetwork.parse("192.0.2.0/24"), false);
        ramps(administrator).add("office", SourceNetwork.parse("198.51.100.0/24"), false);
        // When
        String another = refusal(administrator, "192.0.2.9").orElseThrow().getMessage();
        // Then
        assertThat(refusal(administrator, "198.51.100.0/24").orElseThrow().getMessage())
                .isEqualTo(another);
        assertThat(refusal(administrator, "192.0.0.0/16").orElseThrow().getMessage())
                .isEqualTo(another);
        assertThat(refusal(administrator, "10.0.0.0/8").orElseThrow().getMessage())
                .isEqualTo(another);
    }

    @Test
    void anAdministratorRenamesAWideOneAndCannotWidenANarrowOne() {
        // Given
        OnRamps.OnRamp wide = ramps(product).add("all", SourceNetwork.parse("10.0.0.0/8"), false);
        OnRamps.OnRamp narrow = ramps(administrator).add("office", SourceNetwork.parse("192.0.2.0/24"), false);
        // When
        OnRamps.OnRamp renamed = ramps(administrator).update(wide.id(), "sites", wide.source(), true, 1);
        // Then
        assertThat(renamed.name()).isEqualTo("sites");
        Optional<ErrorCode> refused = Optional.empty();
        try {
            ramps(administrator).update(narrow.id(), "office", SourceNetwork.parse("192.0.0.0/16"), false, 1);
        } catch (SekishoException e) {
            refused = Optional.of(e.code());
        }
        assertThat(refused).contains(ErrorCode.CONFLICT);
    }

    @Test
    void aCustomerHasAtMost64() {
        // Given
        for (int i = 0; i < 64; i++) {
            assertThat(refusal(administrator, "10.0." + i + ".0/24")).isEmpty();
        }
        // Then
        assertThat(refusal(administrator, "10.1.0.0/24").map(SekishoException::code))
                .contains(ErrorCode.INVALID_INPUT);
        assertThat(ramps(administrator).list()).hasSize(64);
    }
}

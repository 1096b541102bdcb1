package dev.sekisho.trust.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.lake.CustomerLake;
import dev.sekisho.records.testing.TestVault;
import dev.sekisho.seal.Vault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Questions to customers of whom one gives no answer. */
class SampledQueriesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(names = {"KEY_WITHDRAWN", "KEY_SERVICE_UNAVAILABLE", "KEY_DESTROYED", "TOO_MANY_REQUESTS"})
    void aCustomerThatGivesNoAnswerKeepsNoSetFromBeingMade(ErrorCode code) {
        try (Vault vault = TestVault.open(folder)) {
            // When
            List<SampledQueries.Sample> samples = ask(vault, code);
            // Then
            assertThat(samples)
                    .hasSize(SampledQueries.QUERIES)
                    .allMatch(sample -> sample.answer().equals(SampledQueries.NONE))
                    .anyMatch(sample -> sample.customer().equals("closed"))
                    .anyMatch(sample -> sample.customer().equals("gone"));
        }
    }

    @Test
    void whatIsNoCustomersDoingEndsTheSet() {
        try (Vault vault = TestVault.open(folder)) {
            assertThatThrownBy(() -> ask(vault, ErrorCode.CAPTURE_ENDED))
                    .isInstanceOfSatisfying(
                            SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CAPTURE_ENDED));
        }
    }

    private static List<SampledQueries.Sample> ask(Vault vault, ErrorCode code) {
        Function<String, Optional<CustomerLake>> lakes = handle -> {
            if (handle.equals("closed")) {
                throw new SekishoException(code, "this customer gives no answer");
            }
            return Optional.empty();
        };
        return new SampledQueries(vault.installation())
                .askOf(1, BackedUpRegion.START, List.of("closed", "gone"), lakes);
    }
}

package dev.sekisho.gateway.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class StaticNamesTest {
    @Test
    void aFileOfTheFormOfHostsIsRead() {
        // When
        StaticNames names = StaticNames.parse(List.of(
                "# comment", "", "127.0.0.5\tA.example  b.example # more", "::1 a.example.", "127.0.0.5 a.example"));
        // Then
        assertThat(names.find("a.example"))
                .containsExactly(DestinationGuardTest.address("127.0.0.5"), DestinationGuardTest.address("::1"));
        assertThat(names.find("b.example")).hasSize(1);
        assertThat(names.find("c.example")).isEmpty();
    }

    @Test
    void everyBadLineIsNamedAtOnce() {
        assertThatThrownBy(() -> StaticNames.parse(List.of("127.0.0.1", "nonsense a.example", "127.0.0.1 good")))
                .isInstanceOfSatisfying(SekishoException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID);
                    assertThat(e).hasMessageContainingAll("line 1", "line 2", "nonsense");
                    assertThat(e.getMessage()).doesNotContain("line 3");
                });
        assertThatThrownBy(() -> StaticNames.read(Path.of("/nonexistent/hosts.txt")))
                .isInstanceOf(SekishoException.class)
                .hasMessageContaining("hosts.txt");
    }
}

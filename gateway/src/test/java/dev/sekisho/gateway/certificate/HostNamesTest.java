package dev.sekisho.gateway.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostNamesTest {
    @ParameterizedTest
    @CsvSource({
        "a.example, a.example, true",
        "A.EXAMPLE, a.example, true",
        "a.example., a.example, true",
        "a.example, b.example, false",
        "a.example, x.a.example, false",
        "*.a.example, x.a.example, true",
        "*.a.example, a.example, false",
        "*.a.example, y.x.a.example, false",
        "*.example, a.example, false",
        "*, a, false",
        "x*.a.example, xy.a.example, false",
        "*x.a.example, yx.a.example, false",
        "x.*.example, x.y.example, false",
        "*.*.example, x.y.example, false",
        "*.a.example, .a.example, false",
        "'', '', false",
        "xn--bcher-kva.example, xn--bcher-kva.example, true"
    })
    void namesMatchByLabels(String presented, String host, boolean matches) {
        assertThat(HostNames.matches(presented, host)).isEqualTo(matches);
    }
}

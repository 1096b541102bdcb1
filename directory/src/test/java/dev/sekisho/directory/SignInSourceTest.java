package dev.sekisho.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.CustomerScope;
import java.net.InetAddress;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever guesses waits where the guesses come from, and nobody waits elsewhere. */
class SignInSourceTest {
    private static final String HANAKO = "hanako@aoi.example";

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
        region.person(aoi, HANAKO, "Hanako", Role.ADMINISTRATOR);
        region.person(aoi, "taro@aoi.example", "Taro", Role.USER);
        region.person(beni, "momo@beni.example", "Momo", Role.USER);
    }

    @AfterEach
    void close() {
        region.close();
    }

    private boolean proxy(CustomerScope scope, String login, String password, String source) {
        return door.signIn(scope, login, password.toCharArray(), InetAddress.ofLiteral(source))
                .isPresent();
    }

    private boolean console(String login, String password, String source) {
        return door.signIn(login, password.toCharArray(), InetAddress.ofLiteral(source))
                .isPresent();
    }

    private static void waits(ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_MANY_REQUESTS));
    }

    @Test
    void guessesFromOnePlaceDoNotKeepThePersonOutElsewhere() {
        for (int i = 0; i < 5; i++) {
            assertThat(console(HANAKO, "wrong wrong wrong", "2001:db8:0:1::" + i))
                    .isFalse();
            assertThat(proxy(aoi, HANAKO, "wrong wrong wrong", "192.0.2.1")).isFalse();
        }
        // Then the whole /64 waits
        waits(() -> console(HANAKO, TestRegion.PASSWORD, "2001:db8:0:1::ffff"));
        waits(() -> proxy(aoi, HANAKO, TestRegion.PASSWORD, "192.0.2.1"));
        // and nobody else
        assertThat(console(HANAKO, TestRegion.PASSWORD, "2001:db8:0:2::1")).isTrue();
        assertThat(proxy(aoi, HANAKO, TestRegion.PASSWORD, "192.0.2.2")).isTrue();
        // also not shorter because of the success elsewhere
        waits(() -> console(HANAKO, TestRegion.PASSWORD, "2001:db8:0:1::1"));
        waits(() -> proxy(aoi, HANAKO, TestRegion.PASSWORD, "192.0.2.1"));
    }

    @Test
    void randomLoginsGetNoHashEachFromOneSourceNorFromAllOfACustomer() {
        // Given: a success of one login between them changes nothing
        for (int source = 1; source <= 4; source++) {
            String address = "192.0.2." + source;
            for (int i = 0; i < 30; i++) {
                assertThat(proxy(aoi, "guess-" + source + "-" + i, "wrong wrong wrong", address))
                        .isFalse();
                if (i == 28) {
                    assertThat(proxy(aoi, "taro@aoi.example", TestRegion.PASSWORD, address))
                            .isTrue();
                }
            }
            waits(() -> proxy(aoi, "guess", "wrong wrong wrong", address));
            if (source < 4) {
                assertThat(proxy(aoi, "taro@aoi.example", TestRegion.PASSWORD, "192.0.2.100"))
                        .isTrue();
            }
        }
        // Then the customer has had its failures of the minute, by whichever way
        waits(() -> proxy(aoi, "guess", "wrong wrong wrong", "192.0.2.5"));
        waits(() -> door.signIn(aoi, "guess", "wrong wrong wrong".toCharArray()));
        // others and the console have not
        assertThat(proxy(beni, "momo@beni.example", TestRegion.PASSWORD, "192.0.2.1"))
                .isTrue();
        assertThat(console(HANAKO, TestRegion.PASSWORD, "192.0.2.1")).isTrue();
        // and it ends
        region.realClock.moveTo(region.realClock.instant().plusSeconds(60));
        assertThat(proxy(aoi, "taro@aoi.example", TestRegion.PASSWORD, "192.0.2.1"))
                .isTrue();
    }
}

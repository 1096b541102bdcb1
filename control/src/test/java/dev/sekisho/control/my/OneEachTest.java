package dev.sekisho.control.my;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.control.problem.Refusal;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OneEachTest {
    private static final PersonToken TARO = new PersonToken(new Id128(1, 1));
    private static final PersonToken HANAKO = new PersonToken(new Id128(2, 2));

    private final OneEach one = new OneEach();
    private final List<String> done = new ArrayList<>();

    @Test
    void aPersonHasOneAtATimeAndOthersHaveTheirs() throws IOException {
        one.run(TARO, () -> {
            assertThatThrownBy(() -> one.run(TARO, () -> done.add("second"))).isInstanceOf(Refusal.class);
            one.run(HANAKO, () -> done.add("hanako"));
        });
        one.run(TARO, () -> done.add("later"));
        assertThat(done).containsExactly("hanako", "later");
    }

    @Test
    void workThatFailedIsOver() throws IOException {
        assertThatThrownBy(() -> one.run(TARO, () -> {
                    throw new IOException("the client left");
                }))
                .isInstanceOf(IOException.class);
        one.run(TARO, () -> done.add("again"));
        assertThat(done).containsExactly("again");
    }
}

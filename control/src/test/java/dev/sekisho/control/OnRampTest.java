package dev.sekisho.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.control.testing.Client;
import dev.sekisho.control.testing.Client.Answer;
import dev.sekisho.control.testing.Description;
import dev.sekisho.control.testing.World;
import dev.sekisho.directory.Role;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Changing an on-ramp in place. */
class OnRampTest {
    private final World world = World.shared();
    private final Client administrator = world.client().bearer(world.first().token(Role.ADMINISTRATOR));

    @Test
    void signInIsSwitchedWithoutRemovingTheOnRampAndNobodysChangeIsLost() {
        // Given
        JsonNode added = administrator
                .post("/api/v1/on-ramps", "{\"name\": \"office\", \"source\": \"198.51.100.7/32\"}")
                .json();
        String address = "/api/v1/on-ramps/" + added.path("id").asString();
        String wanted = "{\"name\": \"office\", \"source\": \"198.51.100.7/32\", \"signIn\": true}";
        String tag = "\"" + added.path("version").asLong() + "\"";
        // When / Then
        assertThat(administrator.put(address, wanted).code()).isEqualTo("precondition-required");
        Answer changed = administrator.with("If-Match", tag).put(address, wanted);
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        assertThat(changed.json().path("signIn").asBoolean()).isTrue();
        assertThat(changed.json().path("id").asString())
                .isEqualTo(added.path("id").asString());
        assertThat(new Description().errors("OnRamp", changed.json())).isEmpty();
        assertThat(changed.header("ETag")).isNotEqualTo(tag);
        Answer stale = administrator.with("If-Match", tag).put(address, wanted);
        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.json().path("version").asString()).isEqualTo(changed.header("ETag"));
        assertThat(administrator
                        .with("If-Match", changed.header("ETag"))
                        .put(address, "{\"name\": \"office\", \"source\": \"198.51.100.7/32\"}")
                        .text())
                .contains("signIn");
        // and another customer's is not there
        assertThat(world.client()
                        .bearer(world.second().token(Role.ADMINISTRATOR))
                        .with("If-Match", changed.header("ETag"))
                        .put(address, wanted)
                        .status())
                .isEqualTo(404);
        assertThat(administrator.delete(address).status()).isEqualTo(204);
    }
}

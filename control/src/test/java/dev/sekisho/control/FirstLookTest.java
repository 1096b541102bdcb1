package dev.sekisho.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.control.testing.Client;
import dev.sekisho.control.testing.World;
import dev.sekisho.directory.Role;
import org.junit.jupiter.api.Test;

class FirstLookTest {
    @Test
    void everyGetAnswersAnAdministrator() {
        try (World world = World.open()) {
            Client client = world.client().bearer(world.first().token(Role.ADMINISTRATOR));
            for (String path : java.util.List.of(
                    "/api/v1/me",
                    "/api/v1/policy",
                    "/api/v1/policy/versions",
                    "/api/v1/categories",
                    "/api/v1/categories/lookup?url=example.com",
                    "/api/v1/events",
                    "/api/v1/stats?measure=requests&by=host",
                    "/api/v1/data-collection",
                    "/api/v1/protection",
                    "/api/v1/attention",
                    "/api/v1/audit",
                    "/api/v1/people",
                    "/api/v1/groups",
                    "/api/v1/tokens",
                    "/api/v1/on-ramps",
                    "/api/v1/settings",
                    "/api/v1/inspection-ca",
                    "/healthz",
                    "/metrics",
                    "/api/openapi.yaml",
                    "/",
                    "/sign-in",
                    "/pages.css",
                    "/api/v1/events/" + world.first().events().getFirst().id())) {
                Client.Answer answer = client.get(path);
                System.out.println(path + " " + answer.status() + " "
                        + answer.response().headers().map());
                System.out.println(
                        answer.text().substring(0, Math.min(1500, answer.text().length())));
            }
            assertThat(client.get("/api/v1/me").status()).isEqualTo(200);
        }
    }
}

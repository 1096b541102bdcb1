package dev.sekisho.policy.url;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import dev.sekisho.kernel.error.SekishoException;

/**
 * Whatever a client sends, the normaliser answers with a fixed point or a refusal, never with another exception. Runs over its
 * seeds in every build, and searches with {@code JAZZER_FUZZ=1}.
 */
class UrlFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void everyTextIsAUrlInNormalFormOrRefused(@NotNull String text) {
        String path = UrlPath.normalise(text);
        require(UrlPath.normalise(path).equals(path), "path");
        require(path.startsWith("/") && !path.contains("//") && !(path + "/").contains("/../"), "dots");
        Host.find(text).ifPresent(host -> {
            require(Host.parse(host.inUrl()).equals(host), "host");
            require(Host.isAddress(host.text()) == host instanceof Host.Address, "kind");
        });
        try {
            WebUrl url = WebUrl.parseTyped(text);
            require(WebUrl.parse(url.toString()).equals(url), "url");
            Authority authority = Authority.parse(text, 443);
            require(Authority.parse(authority.toString(), 80).equals(authority), "authority");
        } catch (SekishoException refused) {
            require(refused.getMessage() != null, "message");
        }
        try {
            Network network = Network.parse(text);
            require(Network.parse(network.toString()).equals(network), "network");
        } catch (IllegalArgumentException refused) {
            require(refused.getMessage() != null, "message");
        }
    }

    private static void require(boolean holds, String law) {
        if (!holds) {
            throw new AssertionError(law);
        }
    }
}

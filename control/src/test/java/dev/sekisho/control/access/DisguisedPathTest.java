package dev.sekisho.control.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.control.access.Operation.Side;
import dev.sekisho.control.operator.HealthApi;
import dev.sekisho.control.problem.Refusal;
import dev.sekisho.kernel.error.ErrorCode;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.MappingMatch;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.http.server.PathContainer;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;

/** The access rules and the last door by themselves, without the filter that refuses such spellings before. */
class DisguisedPathTest {
    private static final Authentication NOBODY =
            new AnonymousAuthenticationToken("k", "nobody", AuthorityUtils.createAuthorityList("none"));

    private final Operations operations = new Operations(true);

    private static final LicenceGate LICENCES =
            new LicenceGate(any -> Optional.empty(), java.time.InstantSource.system());

    @Test
    void anEncodedSpellingIsTheSameOperation() {
        for (Operation operation : Operations.all(true)) {
            String plain = operation.path().replace("{", "").replace("}", "");
            for (String disguised : disguises(plain)) {
                PathContainer path = PathContainer.parsePath(disguised);
                assertThat(Operations.belongs(path)).as(disguised).isTrue();
                assertThat(operations.find(operation.method().name(), path))
                        .as(disguised)
                        .isEqualTo(operation);
            }
        }
        assertThat(Operations.belongs(PathContainer.parsePath("/apiary"))).isFalse();
        assertThat(Operations.belongs(PathContainer.parsePath("/log/api"))).isFalse();
    }

    @Test
    void whoeverIsNotSignedInIsRefusedHoweverThePathIsSpelled() {
        AccessRules rules = new AccessRules(operations, LICENCES, any -> Optional.empty());
        for (Operation operation : Operations.all(true)) {
            if (operation.access() != Access.OPEN) {
                for (String disguised :
                        disguises(operation.path().replace("{", "").replace("}", ""))) {
                    assertThatThrownBy(() -> rules.authorize(
                                    () -> NOBODY, new RequestAuthorizationContext(request(operation, disguised))))
                            .as(disguised)
                            .isInstanceOfSatisfying(
                                    Refusal.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_SIGNED_IN));
                }
            }
        }
    }

    @Test
    void theListenersSideCountsHoweverThePathIsSpelled() {
        AccessRules customers = new AccessRules(operations, LICENCES, any -> Optional.of(Side.CUSTOMERS));
        for (String path :
                List.of("/metrics", "/%6detrics", "/m%65trics", "/%68ealthz", "/%61pi/v1/operator/customers")) {
            Operation get = Operations.all(true).getFirst();
            assertThatThrownBy(() ->
                            customers.authorize(() -> NOBODY, new RequestAuthorizationContext(request(get, path))))
                    .as(path)
                    .isInstanceOfSatisfying(
                            Refusal.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
        }
    }

    @Test
    void aHandlerAnswersOnlyWhatTheRulesGrantedForIt() throws NoSuchMethodException {
        // Given
        Operation health = operation("/healthz");
        HandlerMethod handler = new HandlerMethod(this, DisguisedPathTest.class.getDeclaredMethod("page")) {
            @Override
            public Class<?> getBeanType() {
                return HealthApi.class;
            }
        };
        HandlerMethod page = new HandlerMethod(this, DisguisedPathTest.class.getDeclaredMethod("page"));
        HttpServletRequest request = request(health, "/healthz");
        request.setAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, "/healthz");
        // When nobody granted anything, or something else, then the door stays shut
        assertThat(door(request, page)).isTrue();
        assertThatThrownBy(() -> door(request, handler)).isInstanceOf(Refusal.class);
        request.setAttribute(Granted.ATTRIBUTE, operation("/metrics"));
        assertThatThrownBy(() -> door(request, handler)).isInstanceOf(Refusal.class);
        // and the rules' own grant opens it
        new AccessRules(operations, LICENCES, any -> Optional.empty())
                .authorize(() -> NOBODY, new RequestAuthorizationContext(request));
        assertThat(door(request, handler)).isTrue();
    }

    void page() {}

    private static boolean door(HttpServletRequest request, HandlerMethod handler) {
        return new Granted().preHandle(request, fake(HttpServletResponse.class, Map.of()), handler);
    }

    private static Operation operation(String path) {
        return Operations.all(true).stream()
                .filter(operation -> operation.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    /** One encoded letter in each segment, and in all of them. */
    private static List<String> disguises(String path) {
        List<String> found = new java.util.ArrayList<>();
        StringBuilder all = new StringBuilder();
        for (int at = 0; at < path.length(); at++) {
            boolean first = at > 0 && path.charAt(at - 1) == '/';
            String encoded = "%" + Integer.toHexString(path.charAt(at));
            all.append(first ? encoded : String.valueOf(path.charAt(at)));
            if (first) {
                found.add(path.substring(0, at) + encoded + path.substring(at + 1));
            }
        }
        found.add(all.toString());
        return found;
    }

    private static HttpServletRequest request(Operation operation, String path) {
        HttpServletMapping mapping = new HttpServletMapping() {
            @Override
            public String getMatchValue() {
                return "";
            }

            @Override
            public String getPattern() {
                return "/";
            }

            @Override
            public String getServletName() {
                return "dispatcher";
            }

            @Override
            public MappingMatch getMappingMatch() {
                return MappingMatch.DEFAULT;
            }
        };
        return fake(
                HttpServletRequest.class,
                Map.of(
                        "getRequestURI", path,
                        "getContextPath", "",
                        "getServletPath", path,
                        "getMethod", operation.method().name(),
                        "getHttpServletMapping", mapping));
    }

    /** A request or an answer of the container with a few fixed values, and attributes that can be set. */
    private static <T> T fake(Class<T> type, Map<String, Object> values) {
        Map<String, Object> attributes = new HashMap<>();
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "getAttribute" -> attributes.get(arguments[0]);
                    case "setAttribute" -> {
                        attributes.put((String) arguments[0], arguments[1]);
                        yield null;
                    }
                    default -> values.get(method.getName());
                }));
    }
}

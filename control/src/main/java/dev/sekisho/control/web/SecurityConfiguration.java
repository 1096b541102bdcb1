package dev.sekisho.control.web;

import dev.sekisho.control.ControlParts;
import dev.sekisho.control.access.AccessRules;
import dev.sekisho.control.access.CallerAuthentication;
import dev.sekisho.control.access.CallerFilter;
import dev.sekisho.control.access.LicenceGate;
import dev.sekisho.control.access.Operations;
import dev.sekisho.control.problem.Problems;
import dev.sekisho.control.problem.Refusal;
import dev.sekisho.control.session.SessionCsrf;
import dev.sekisho.kernel.error.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.NullRequestCache;

/** The chain that every request passes: who calls, is it forged by another site, may they, and which headers go back. */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class SecurityConfiguration {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    /** Forms that carry a guard of their own: whoever has a session may sign in anew. */
    private static final Set<String> GUARDED = Set.of("/sign-in", "/setup", "/invitation");

    private static final long YEAR_SECONDS = 31_536_000;

    @Bean
    SecurityFilterChain chain(
            HttpSecurity http, ControlParts parts, Operations operations, Listeners listeners, Problems problems) {
        http.addFilterBefore(new CallerFilter(parts.directory().authentication()), CsrfFilter.class)
                .securityContext(c -> c.securityContextRepository(new RequestAttributeSecurityContextRepository()))
                .csrf(c -> c.csrfTokenRepository(new SessionCsrf())
                        .csrfTokenRequestHandler(new CsrfTokenRequestAttributeHandler())
                        .requireCsrfProtectionMatcher(SecurityConfiguration::needsCsrfToken))
                .authorizeHttpRequests(a -> a.anyRequest()
                        .access(new AccessRules(
                                operations,
                                new LicenceGate(parts.directory().licences(), parts.dataClock()),
                                listeners::side)))
                .exceptionHandling(e -> e.accessDeniedHandler((request, response, any) -> problems.answer(
                                request,
                                response,
                                Refusal.of(
                                        ErrorCode.CSRF,
                                        "A call by session needs the csrfToken of GET /api/v1/me in the header "
                                                + SessionCsrf.HEADER + ".")))
                        .authenticationEntryPoint((request, response, any) ->
                                problems.answer(request, response, Refusal.of(ErrorCode.NOT_SIGNED_IN, "Sign in."))))
                .requestCache(c -> c.requestCache(new NullRequestCache()))
                .sessionManagement(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .headers(SecurityConfiguration::headers);
        return http.build();
    }

    /** Requests that the firewall refuses get a problem document as well. */
    @Bean
    RequestRejectedHandler rejected(Problems problems) {
        return (request, response, any) -> problems.answer(
                request,
                response,
                Refusal.of(ErrorCode.BAD_REQUEST, "The address or a header is not of a form that is taken here."));
    }

    /** Nobody signs in through Spring's own providers; this says so, and keeps a default password from being made. */
    @Bean
    UserDetailsService noUsers() {
        return any -> {
            throw new UsernameNotFoundException("the directory authenticates");
        };
    }

    private static void headers(HeadersConfigurer<HttpSecurity> headers) {
        headers.frameOptions(HeadersConfigurer.FrameOptionsConfig::deny)
                .httpStrictTransportSecurity(h -> h.requestMatcher(HttpServletRequest::isSecure)
                        .includeSubDomains(true)
                        .maxAgeInSeconds(YEAR_SECONDS))
                .referrerPolicy(r -> r.policy(ReferrerPolicy.NO_REFERRER))
                .crossOriginOpenerPolicy(c -> c.policy(
                        org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter
                                .CrossOriginOpenerPolicy.SAME_ORIGIN))
                .crossOriginResourcePolicy(c -> c.policy(
                        org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter
                                .CrossOriginResourcePolicy.SAME_ORIGIN))
                .permissionsPolicyHeader(p -> p.policy("camera=(), microphone=(), geolocation=(), payment=(), usb=()"))
                .addHeaderWriter(new ContentPolicy());
    }

    private static boolean needsCsrfToken(HttpServletRequest request) {
        return !SAFE.contains(request.getMethod())
                && !GUARDED.contains(request.getRequestURI())
                && !(request.getMethod().equals("POST")
                        && request.getRequestURI().equals("/api/v1/session"))
                && SecurityContextHolder.getContext().getAuthentication() instanceof CallerAuthentication caller
                && caller.viaSession();
    }
}

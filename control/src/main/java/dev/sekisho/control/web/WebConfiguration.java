package dev.sekisho.control.web;

import dev.sekisho.control.ControlOptions;
import dev.sekisho.control.ControlParts;
import dev.sekisho.control.access.CallerArguments;
import dev.sekisho.control.access.DeskParts;
import dev.sekisho.control.access.Granted;
import dev.sekisho.control.access.Operations;
import dev.sekisho.control.access.ReadLog;
import dev.sekisho.control.access.SignInPace;
import dev.sekisho.control.problem.ProblemAdvice;
import dev.sekisho.control.problem.Problems;
import dev.sekisho.control.session.DirectorySessions;
import jakarta.servlet.Filter;
import java.util.List;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.servlet.DelegatingFilterProxyRegistrationBean;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.converter.ByteArrayHttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.http.converter.StringHttpMessageConverter;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.session.web.http.CookieHttpSessionIdResolver;
import org.springframework.session.web.http.DefaultCookieSerializer;
import org.springframework.session.web.http.SessionRepositoryFilter;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The web layer, bean by bean; nothing is found by scanning and nothing configures itself. */
@Configuration(proxyBeanMethods = false)
@EnableWebMvc
@Import({SecurityConfiguration.class, ControllerConfiguration.class})
public class WebConfiguration implements WebMvcConfigurer {
    /** The session's cookie; the prefix makes browsers insist on Secure, Path=/ and no Domain (RFC 6265bis section 4.1.3.2). */
    public static final String COOKIE = "__Host-sekisho";

    private static final int ORDER_METER = 0;
    private static final int ORDER_PROBLEM = 10;
    private static final int ORDER_PATH = 15;
    private static final int ORDER_LIMIT = 20;
    private static final int ORDER_SESSION = 30;
    private static final int ORDER_SECURITY = 40;

    private final ControlParts parts;
    private final DeskParts desks;

    /** Built from the parts. */
    public WebConfiguration(ControlParts parts) {
        this.parts = parts;
        this.desks = new DeskParts(parts.directory(), parts.lake(), parts.trust(), new ReadLog(parts.dataClock()));
    }

    @Bean
    DeskParts desks() {
        return desks;
    }

    /** A bean so that what it counts is written when the context closes. */
    @Bean
    ReadLog reads() {
        return desks.reads();
    }

    @Bean
    static JsonMapper json() {
        return JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    @Bean
    static Problems problems(JsonMapper json) {
        return new Problems(json);
    }

    @Bean
    static ProblemAdvice advice(Problems problems) {
        return new ProblemAdvice(problems);
    }

    @Bean
    Operations operations() {
        return new Operations(parts.laboratory().isPresent());
    }

    @Bean
    SignInPace pace() {
        return new SignInPace(parts.realClock());
    }

    @Bean
    static Listeners listeners(ControlOptions options) {
        return new Listeners(options);
    }

    @Bean
    static TomcatServletWebServerFactory server(Listeners listeners) {
        return listeners.factory();
    }

    @Bean
    static ControlAddresses addresses(Listeners listeners) {
        return new ControlAddresses() {
            @Override
            public java.net.InetSocketAddress customers() {
                return listeners.address();
            }

            @Override
            public java.net.InetSocketAddress operators() {
                return listeners.operatorAddress();
            }
        };
    }

    @Bean
    static Meter meter() {
        return new Meter();
    }

    @Bean
    static FilterRegistrationBean<Filter> meterFilter(Meter meter) {
        return ordered(meter, ORDER_METER);
    }

    @Bean
    static FilterRegistrationBean<Filter> problemFilter(Problems problems) {
        return ordered(new ProblemFilter(problems), ORDER_PROBLEM);
    }

    @Bean
    static FilterRegistrationBean<Filter> pathFilter() {
        return ordered(new PlainPath(), ORDER_PATH);
    }

    @Bean
    static FilterRegistrationBean<Filter> limitFilter() {
        return ordered(new BodyLimit(), ORDER_LIMIT);
    }

    @Bean
    FilterRegistrationBean<Filter> sessionFilter(ControlOptions options, JsonMapper json) {
        DefaultCookieSerializer cookie = new DefaultCookieSerializer();
        cookie.setCookieName(COOKIE);
        cookie.setCookiePath("/");
        cookie.setUseSecureCookie(true);
        cookie.setUseHttpOnlyCookie(true);
        cookie.setSameSite("Strict");
        cookie.setUseBase64Encoding(false);
        CookieHttpSessionIdResolver resolver = new CookieHttpSessionIdResolver();
        resolver.setCookieSerializer(cookie);
        SessionRepositoryFilter<?> filter = new SessionRepositoryFilter<>(new DirectorySessions(
                parts.directory().authentication(),
                json,
                parts.realClock(),
                options.sessionIdle(),
                options.sessionLife()));
        filter.setHttpSessionIdResolver(resolver);
        return ordered(filter, ORDER_SESSION);
    }

    @Bean
    static DelegatingFilterProxyRegistrationBean securityFilter() {
        DelegatingFilterProxyRegistrationBean filter =
                new DelegatingFilterProxyRegistrationBean("springSecurityFilterChain");
        filter.setOrder(ORDER_SECURITY);
        return filter;
    }

    @Bean
    static DispatcherServlet dispatcherServlet() {
        return new DispatcherServlet();
    }

    @Bean
    static ServletRegistrationBean<DispatcherServlet> dispatcher(DispatcherServlet servlet) {
        ServletRegistrationBean<DispatcherServlet> registration = new ServletRegistrationBean<>(servlet, "/");
        registration.setLoadOnStartup(1);
        registration.setAsyncSupported(true);
        return registration;
    }

    @Override
    public void configureMessageConverters(HttpMessageConverters.ServerBuilder converters) {
        converters
                .disableDefaults()
                .withStringConverter(new StringHttpMessageConverter(java.nio.charset.StandardCharsets.UTF_8))
                .withJsonConverter(new JacksonJsonHttpMessageConverter(json()))
                .addCustomConverter(new ByteArrayHttpMessageConverter());
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new CallerArguments(desks));
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new Granted());
    }

    private static FilterRegistrationBean<Filter> ordered(Filter filter, int order) {
        FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(order);
        return registration;
    }
}

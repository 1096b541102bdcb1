package dev.sekisho.control.access;

import dev.sekisho.control.problem.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/**
 * The last door before a handler of the API: it opens only if {@link AccessRules} granted this request this very operation. Should
 * the rules and the handler mapping ever read a path differently, nothing answers.
 */
public final class Granted implements HandlerInterceptor {
    /** The request's attribute that holds the {@link Operation} that was granted. */
    static final String ATTRIBUTE = Granted.class.getName();

    private static final Logger LOG = LoggerFactory.getLogger(Granted.class);

    /** Opens for what was granted. */
    public Granted() {}

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (!(handler instanceof HandlerMethod method)
                || !AnnotatedElementUtils.hasAnnotation(method.getBeanType(), RestController.class)) {
            return true;
        }
        Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        if (!isFor(request.getAttribute(ATTRIBUTE), request.getMethod(), pattern)) {
            LOG.error("A handler of {} was reached without a decision and did not answer", pattern);
            throw Refusal.notFound();
        }
        return true;
    }

    private static boolean isFor(@Nullable Object granted, String method, @Nullable Object pattern) {
        return granted instanceof Operation operation
                && operation.path().equals(pattern)
                && operation.method().name().equals(method.equals("HEAD") ? "GET" : method);
    }
}

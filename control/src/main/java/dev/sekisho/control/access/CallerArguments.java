package dev.sekisho.control.access;

import dev.sekisho.control.problem.Refusal;
import dev.sekisho.kernel.error.ErrorCode;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Hands handlers who calls ({@link CallerAuthentication}) and what they may touch ({@link CustomerDesk}). */
public final class CallerArguments implements HandlerMethodArgumentResolver {
    private final DeskParts parts;

    /** Desks are made of these. */
    public CallerArguments(DeskParts parts) {
        this.parts = parts;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == CallerAuthentication.class
                || parameter.getParameterType() == CustomerDesk.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        if (!(SecurityContextHolder.getContext().getAuthentication() instanceof CallerAuthentication known)) {
            throw Refusal.of(ErrorCode.NOT_SIGNED_IN, "Sign in, or send an API token as Authorization: Bearer.");
        }
        return parameter.getParameterType() == CustomerDesk.class ? CustomerDesk.of(known.caller(), parts) : known;
    }
}

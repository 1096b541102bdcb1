package dev.sekisho.control.problem;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingRequestValueException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import tools.jackson.core.JacksonException;

/** From whatever was thrown to what a caller is told. Texts of foreign exceptions are never passed on. */
final class Translation {
    private Translation() {}

    static Refusal of(Throwable thrown) {
        return switch (thrown) {
            case Refusal refusal -> refusal;
            case SekishoException known -> known(known);
            case HttpMessageNotReadableException unreadable -> unreadable(unreadable);
            case MissingServletRequestParameterException missing ->
                Refusal.invalid(missing.getParameterName(), "is missing");
            case MissingRequestValueException any -> Refusal.of(ErrorCode.INVALID_INPUT, "A value is missing.");
            case MethodArgumentTypeMismatchException mismatch ->
                Refusal.invalid(mismatch.getName(), "cannot be read as what this call expects");
            case TypeMismatchException any ->
                Refusal.of(ErrorCode.INVALID_INPUT, "A value is not of the expected form.");
            case HttpRequestMethodNotSupportedException any -> methodNotAllowed();
            case HttpMediaTypeNotSupportedException any ->
                Refusal.of(
                        ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                        "This call does not take a body of that type; docs/api/openapi.yaml names the types it takes.");
            case HttpMediaTypeNotAcceptableException any ->
                Refusal.of(
                        ErrorCode.NOT_ACCEPTABLE,
                        "This call cannot answer in any type that Accept names; docs/api/openapi.yaml lists its types.");
            case NoHandlerFoundException any -> Refusal.notFound();
            case NoResourceFoundException any -> Refusal.notFound();
            default -> internal(ErrorCode.INTERNAL);
        };
    }

    static Refusal methodNotAllowed() {
        return Refusal.of(ErrorCode.METHOD_NOT_ALLOWED, "This address does not take that method.");
    }

    private static Refusal known(SekishoException known) {
        String message = known.getMessage();
        return Statuses.speaksToCallers(known.code()) && message != null
                ? Refusal.of(known.code(), message)
                : internal(known.code());
    }

    private static Refusal internal(ErrorCode code) {
        return Refusal.of(
                code,
                "Something failed on our side and nothing was changed halfway. Try again; quote the reference if it stays.");
    }

    private static Refusal unreadable(HttpMessageNotReadableException unreadable) {
        for (Throwable cause = unreadable; cause != null; cause = cause.getCause()) {
            if (cause instanceof SekishoException known) {
                return of(known);
            }
            if (cause instanceof JacksonException broken) {
                // The original message quotes what was sent; place and kind are enough.
                String path = broken.getPathReference();
                var location = broken.getLocation();
                Integer line = location == null || location.getLineNr() < 1 ? null : location.getLineNr();
                Integer column = location == null || location.getColumnNr() < 1 ? null : location.getColumnNr();
                return Refusal.unreadable(new Place(
                        JsonPaths.readable(path),
                        line,
                        column,
                        null,
                        "is not JSON of the form that docs/api/openapi.yaml describes (an unknown member is refused too)",
                        null));
            }
        }
        return Refusal.of(
                ErrorCode.INVALID_INPUT, "A body of the form that docs/api/openapi.yaml describes is needed.");
    }
}

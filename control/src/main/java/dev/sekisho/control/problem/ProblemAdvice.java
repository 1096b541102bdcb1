package dev.sekisho.control.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/** Everything that a handler throws becomes a problem document. */
@ControllerAdvice
public class ProblemAdvice {
    private final Problems problems;

    /** Answers through {@code problems}. */
    public ProblemAdvice(Problems problems) {
        this.problems = problems;
    }

    /** Answers; a client that left gets none. */
    @ExceptionHandler(Throwable.class)
    public void any(HttpServletRequest request, HttpServletResponse response, Throwable thrown) throws IOException {
        if (!(thrown instanceof org.apache.catalina.connector.ClientAbortException)) {
            problems.answer(request, response, thrown);
        }
    }
}

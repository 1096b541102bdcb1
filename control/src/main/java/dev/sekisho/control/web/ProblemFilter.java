package dev.sekisho.control.web;

import dev.sekisho.control.problem.Problems;
import dev.sekisho.kernel.error.SekishoException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.connector.ClientAbortException;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.web.filter.OncePerRequestFilter;

/** The outermost filter: whatever no handler caught becomes a problem document; the container's error pages are never seen. */
final class ProblemFilter extends OncePerRequestFilter {
    private final Problems problems;

    ProblemFilter(Problems problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } catch (ClientAbortException gone) {
            // The client left; nobody is there to be told.
            logger.debug("client left");
        } catch (SekishoException refused) {
            problems.answer(request, response, refused);
        } catch (ServletException | RuntimeException failed) {
            Throwable root = NestedExceptionUtils.getMostSpecificCause(failed);
            problems.answer(request, response, root instanceof SekishoException ? root : failed);
        }
    }
}

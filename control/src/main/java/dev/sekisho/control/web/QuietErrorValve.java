package dev.sekisho.control.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;

/** What the container refuses before a filter sees it: a problem document instead of a page that names the server. */
final class QuietErrorValve extends ErrorReportValve {
    QuietErrorValve() {
        setShowReport(false);
        setShowServerInfo(false);
    }

    @Override
    protected void report(Request request, Response response, Throwable thrown) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        String code = status >= 500 ? "internal" : "bad-request";
        String detail = status >= 500
                ? "Something failed on our side. Try again."
                : "The request is not well-formed HTTP for this address.";
        byte[] body = """
                {"type":"urn:sekisho:error:%s","title":"%s","status":%d,"code":"%s","detail":"%s","reference":"none"}
                """.formatted(code, code.replace('-', ' '), status, code, detail)
                .strip()
                .getBytes(StandardCharsets.UTF_8);
        try {
            response.setContentType("application/problem+json");
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            // The client left, or an answer is on its way already: nothing to add.
            getContainer().getLogger().debug("no error report", e);
        }
    }
}

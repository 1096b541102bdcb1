package dev.sekisho.control.setup;

import dev.sekisho.control.page.Texts;
import dev.sekisho.directory.SourceNetwork;
import dev.sekisho.kernel.error.SekishoException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was typed into set-up.
 *
 * @param values every field but the passwords, which are never kept
 * @param operatorPassword the operator's, empty if not typed in this request
 * @param adminPassword the administrator's
 */
record SetupForm(Map<String, String> values, String operatorPassword, String adminPassword) {
    static final int MIN_PASSWORD_CHARS = 15;

    private static final List<String> FIELDS =
            List.of("operatorLogin", "customerName", "adminLogin", "source", "policy");
    private static final int MAX_CHARS = 200;

    /** Reads a form that was sent. */
    static SetupForm read(HttpServletRequest request) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String field : FIELDS) {
            String value = request.getParameter(field);
            values.put(field, value == null ? "" : value.strip());
        }
        return new SetupForm(values, password(request, "operatorPassword"), password(request, "adminPassword"));
    }

    /** What a field holds. */
    String get(String field) {
        return values.getOrDefault(field, "");
    }

    /** What is wrong, by field; empty if nothing is. */
    Map<String, String> problems(Texts texts) {
        Map<String, String> problems = new LinkedHashMap<>();
        for (String field : List.of("operatorLogin", "customerName", "adminLogin")) {
            if (get(field).isEmpty() || get(field).length() > MAX_CHARS) {
                problems.put(field, texts.get("setup.empty"));
            }
        }
        if (get("adminLogin").equalsIgnoreCase(get("operatorLogin"))) {
            problems.putIfAbsent("adminLogin", texts.get("setup.same"));
        }
        if (operatorPassword.length() < MIN_PASSWORD_CHARS) {
            problems.put("operatorPassword", texts.get("setup.short"));
        }
        if (adminPassword.length() < MIN_PASSWORD_CHARS) {
            problems.put("adminPassword", texts.get("setup.short"));
        }
        try {
            SourceNetwork.parse(get("source"));
        } catch (SekishoException notANetwork) {
            problems.put("source", texts.get("setup.network"));
        }
        return problems;
    }

    private static String password(HttpServletRequest request, String name) {
        String value = request.getParameter(name);
        return value == null ? "" : value;
    }

    @Override
    public String toString() {
        return "set-up form";
    }
}

package dev.sekisho.policy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.policy.category.Catalogue;
import dev.sekisho.policy.category.CategoryTable;
import dev.sekisho.policy.document.PolicyDocument;
import dev.sekisho.policy.document.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Decides requests given as JSON lines by one document: {@code bin/sekisho probe policy FILE}.
 *
 * <p>Members of a line: {@code url} (needed), {@code method} (GET), {@code user} (a login, as the document spells it),
 * {@code groups}, {@code clientIp} (127.0.0.1), {@code at} (now), {@code userAgent}, {@code categories} (none; no list is looked
 * up) and {@code resolved} (the addresses of the host; none: it does not resolve). Other members are ignored.
 *
 * <p>The answer is that of the access rules. For {@code https} and a host that a decryption rule tunnels, and for the method
 * {@code CONNECT}, they decide on the host alone, because that is all a tunnel shows; else on the whole request. A line that
 * cannot be read is answered with {@code {"error": …}}.
 */
public final class PolicyProbe {
    private final JsonMapper json = JsonMapper.builder().build();
    private final CompiledPolicy policy;
    private final Map<String, PersonToken> people = new HashMap<>();
    private final InstantSource clock;

    /**
     * Compiles the document.
     *
     * @param clock tells {@code at} where a line does not
     * @throws SekishoException {@code POLICY_INVALID}, its message one line a problem
     */
    public PolicyProbe(String document, InstantSource clock) {
        this.clock = clock;
        String tokens = PolicyDocument.mapUsers(
                document, login -> Optional.of(token(login).toString()));
        this.policy = switch (PolicyCompiler.compile(tokens, Catalogue.shipped(), CategoryTable.empty())) {
            case CompileResult.Compiled compiled -> compiled.policy();
            case CompileResult.Rejected rejected ->
                throw new SekishoException(
                        ErrorCode.POLICY_INVALID,
                        rejected.problems().stream().map(PolicyProbe::line).collect(Collectors.joining("\n")));
        };
    }

    /** Answers each line of {@code in} with a line on {@code out}, until the input ends. */
    public void run(BufferedReader in, Writer out) throws IOException {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (!line.isBlank()) {
                out.write(answer(line));
                out.write('\n');
                out.flush();
            }
        }
    }

    private String answer(String line) {
        ObjectNode answer = json.createObjectNode();
        try {
            JsonNode request = json.readTree(line);
            ProbeRequest probed = ProbeRequest.read(request, clock, login -> people.get(login));
            ProbeRequest.Outcome outcome = probed.decide(policy);
            answer.put("action", outcome.action());
            answer.put("rule", outcome.rule());
        } catch (JacksonException e) {
            answer.put("error", "This line is not JSON.");
        } catch (SekishoException | IllegalArgumentException e) {
            answer.put("error", e.getMessage());
        }
        return json.writeValueAsString(answer);
    }

    /** The token of a login for this run: numbered, because nothing outlives the run. */
    private PersonToken token(String login) {
        return people.computeIfAbsent(login, any -> new PersonToken(new Id128(0, people.size() + 1)));
    }

    private static String line(Problem problem) {
        return problem.line() + ":" + problem.column() + " " + problem.path() + " ["
                + problem.code().code() + "] " + problem.message();
    }
}

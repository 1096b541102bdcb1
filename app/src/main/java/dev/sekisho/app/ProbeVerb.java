package dev.sekisho.app;

import dev.sekisho.policy.PolicyProbe;
import dev.sekisho.seal.xts.CipherChoice;
import dev.sekisho.seal.xts.XtsProbe;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** Ports through which others check the product's own cipher and decisions. */
final class ProbeVerb implements Verb {
    @Override
    public String help() {
        return """
                usage: sekisho probe xts | sekisho probe policy FILE
                answers known-answer tests on standard input, line by line
                  xts          lines "enc|dec KEYHEX TWEAKHEX DATAHEX" -> result in hexadecimal, or ERR
                  policy FILE  lines of JSON {"url": ..., "method": ..., "user": ..., "groups": [...], "clientIp": ..., "at": ...,
                               "userAgent": ..., "categories": [...], "resolved": [...]} -> {"action": ..., "rule": ...}""";
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) throws Exception {
        if (arguments.equals(List.of("xts"))) {
            new XtsProbe(CipherChoice.AUTO.open()).run(System.in, out);
            return 0;
        }
        if (arguments.size() == 2 && arguments.getFirst().equals("policy")) {
            String document = Files.readString(Path.of(arguments.get(1)));
            try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
                    OutputStreamWriter answers = new OutputStreamWriter(out, StandardCharsets.UTF_8)) {
                new PolicyProbe(document, InstantSource.system()).run(in, answers);
            }
            return 0;
        }
        err.println(help());
        return 2;
    }
}

package dev.sekisho.app.standalone;

import dev.sekisho.app.standalone.Rehearsal.RehearsalCustomer;
import java.util.List;

/** Who the two customers are, and what they start with. */
final class RehearsalPolicies {
    /** Everything is inspected and allowed: what a laboratory starts with. */
    private static final String OPEN = """
            decryption:
              - {name: rest, then: inspect}
            access:
              - {name: rest, then: allow}
            """;

    private static final String OFFICE = """
            # An office: threats and gambling are refused, health stays private.
            lists:
              - name: not-at-work
                hosts: [zedo.com, doubleclick.net]
            decryption:
              - {name: health, when: {category: [health]}, then: tunnel}
              - {name: rest, then: inspect}
            access:
              - {name: no-gambling, when: {category: [gambling], group: {not: [compliance]}}, then: block}
              - {name: no-threats, when: {category: [phishing, malware]}, then: block}
              - {name: not-at-work, when: {list: [not-at-work]}, then: block}
              - {name: watch-social, when: {category: [social-networking]}, then: monitor}
              - {name: rest, then: allow}
            """;

    private static final String SCHOOL = """
            # A school: adult content, gambling and games are refused.
            decryption:
              - {name: rest, then: inspect}
            access:
              - {name: no-adult, when: {category: [pornography, gambling]}, then: block}
              - {name: no-games, when: {category: [games]}, then: block}
              - {name: rest, then: allow}
            """;

    private RehearsalPolicies() {}

    static List<RehearsalCustomer> laboratory() {
        return customers(OPEN, OPEN);
    }

    static List<RehearsalCustomer> demonstration() {
        return customers(OFFICE, SCHOOL);
    }

    private static List<RehearsalCustomer> customers(String first, String second) {
        return List.of(
                new RehearsalCustomer(
                        "Example Co.", "Aiko Tanaka", "admin@example.test", "127.0.0.1/32", "inspection-ca.pem", first),
                new RehearsalCustomer(
                        "Sample School",
                        "Ben Carter",
                        "admin@sample.test",
                        "127.0.0.2/32",
                        "inspection-ca-2.pem",
                        second));
    }
}

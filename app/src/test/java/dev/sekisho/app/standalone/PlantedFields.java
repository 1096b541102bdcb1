package dev.sekisho.app.standalone;

import dev.sekisho.kernel.inventory.DataClass;
import dev.sekisho.kernel.inventory.Field;
import dev.sekisho.kernel.inventory.FieldInventory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which fields of the register the collection test plants a canary in, and why it plants none in the others that are personal. */
final class PlantedFields {
    /** By field: the letters of its canaries. */
    static final Map<String, String> LETTERS = new TreeMap<>(Map.ofEntries(
            Map.entry("events.person", "j"),
            Map.entry("events.groups", "g"),
            Map.entry("events.client_address", "n"),
            Map.entry("events.host", "h"),
            Map.entry("events.path", "p"),
            Map.entry("events.query", "q"),
            Map.entry("events.sni", "s"),
            Map.entry("events.connect_host", "c"),
            Map.entry("events.user_agent", "u"),
            Map.entry("events.referrer", "r"),
            Map.entry("events.lists", "i"),
            Map.entry("identity.login", "l"),
            Map.entry("identity.name", "d"),
            Map.entry("identity.email", "e"),
            Map.entry("person.groups", "g"),
            Map.entry("policy-document.text", "i"),
            Map.entry("policy-bundle.content", "i"),
            Map.entry("records.payload", "ldegi"),
            Map.entry("ticket.person", "j"),
            Map.entry("lake.log_frame", "jgnhpqscuri"),
            Map.entry("lake.segment", "jgnhpqscuri"),
            Map.entry("lake.manifest_persons", "j"),
            Map.entry("lake.manifest_hosts", "hc"),
            Map.entry("gateway.sign_in_person", "jg"),
            Map.entry("gateway.waiting_event", "jgnhpqscuri")));

    /** What requests and answers hold that is stored under no setting: header fields, bodies, passwords. */
    static final String NEVER = "kzxfabotyw";

    /** What of an account and a policy is in the records, where people and policies are kept. */
    static final String RECORDED = "ldegij";

    /**
     * What of people is in the clear in the records of the sealed product: the random token that an account's records are named by
     * (records.id in the register). It is there since the account is, whatever is browsed.
     */
    static final String RECORD_NAMES = "j";

    /** What of people is in the key store: which person a key is for. */
    static final String KEY_NAMES = "j";

    private static final Map<String, List<String>> REASONS = Map.of(
            "a number below 65,536, which stands in any file by chance; the API is asked for it",
            List.of("events.client_port"),
            "a word of the product's own taxonomy, not of a request; the API is asked for it",
            List.of("events.categories"),
            "derived one-way from what is planted (keyed hash)",
            List.of("records.index"),
            "what records and lake hold, as it lies or sealed once more; this product makes no backups",
            List.of("backup-target.content", "restore-scratch.content"),
            "a token of a person, not of a request; the same bytes as events.person",
            List.of(
                    "person.set_by",
                    "session.person",
                    "api-token.person",
                    "api-token.maker",
                    "policy-version.author",
                    "audit.actor",
                    "keys.person_destroyed",
                    "lake.concealed_person",
                    "lake.hold_person",
                    "erasure.subject",
                    "erasure.requested_by",
                    "erasure.identified_by",
                    "erasure.approved_by",
                    "erasure-ledger.tombstone",
                    "hold.person",
                    "hold.requested_by",
                    "hold.approved_by",
                    "hold.release_asked",
                    "trust-outbox.facts",
                    "trust-outbox.stated_by",
                    "receipt.facts",
                    "receipt.stated_by"),
            "typed by an administrator or operator, never carried by a request through the gateway",
            List.of(
                    "settings.contact",
                    "person.role",
                    "operator.login",
                    "operator.name",
                    "operator.email",
                    "api-token.name",
                    "on-ramp.network",
                    "setup.state",
                    "ready_file.login",
                    "erasure.extension",
                    "erasure.identity_check",
                    "erasure.reason",
                    "hold.reason"),
            "a time",
            List.of("person.created", "operator.created", "session.started", "session.used", "erasure-mail.sent"),
            "of the console's own sessions, which browsing through the gateway does not make",
            List.of("session.device", "session-state.value"),
            "comes by mail, not through the gateway",
            List.of("erasure-mail.sender", "erasure-mail.subject", "erasure-mail.text"),
            "the same bytes as lake.segment, made only where an administrator orders a legal hold",
            List.of("lake.held_segment"));

    private PlantedFields() {}

    /** Personal fields that are neither planted nor excused, and names here that the register lacks. */
    static List<String> problems(FieldInventory inventory) {
        Set<String> known = new TreeSet<>(LETTERS.keySet());
        REASONS.values().forEach(known::addAll);
        List<String> problems = new ArrayList<>();
        for (Field field : inventory.all()) {
            boolean listed = known.remove(field.store() + "." + field.name());
            boolean personal =
                    field.dataClass() == DataClass.PERSONAL || field.dataClass() == DataClass.POSSIBLY_PERSONAL;
            if (personal && !listed) {
                problems.add("not planted, and no reason: " + field.store() + "." + field.name());
            }
        }
        known.forEach(name -> problems.add("not in the register: " + name));
        return problems;
    }

    /** The field of an event that a letter's canary is stored in. */
    static String eventField(char letter) {
        return LETTERS.entrySet().stream()
                .filter(entry ->
                        entry.getKey().startsWith("events.") && entry.getValue().indexOf(letter) >= 0)
                .map(entry -> entry.getKey().substring("events.".length()))
                .findFirst()
                .orElseThrow();
    }
}

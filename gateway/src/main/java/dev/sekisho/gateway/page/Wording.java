package dev.sekisho.gateway.page;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.policy.category.Taxonomy;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A refusal in words of one language; nothing in it is escaped yet.
 *
 * @param title what happened
 * @param why why
 * @param action what the person can do
 * @param contact whom to ask
 * @param recorded what was recorded and until when it is kept, one sentence each
 * @param details label and value, in the order of showing
 */
record Wording(
        String title, String why, String action, String contact, List<String> recorded, Map<String, String> details) {
    private static final int MAX_HOST_CHARS = 253;
    private static final int MAX_PATH_CHARS = 160;
    private static final int MAX_NAME_CHARS = 120;
    private static final int MAX_CONTACT_CHARS = 300;

    static Wording of(Refusal refusal, Texts texts) {
        Map<String, String> values = values(refusal, texts);
        String key = texts.has(refusal.reason().code().code() + ".title")
                ? refusal.reason().code().code()
                : ErrorCode.INTERNAL.code();
        return switch (refusal.reason()) {
            case Refusal.ByRule rule -> make(refusal, texts, values, "block.title", blockedWhy(values), "block.ask");
            case Refusal.BadCertificate fault ->
                make(refusal, texts, values, "cert.title", certificateWhy(fault, values), "cert.do");
            case Refusal.Other other -> make(refusal, texts, values, key + ".title", key + ".why", key + ".do");
        };
    }

    private static Wording make(
            Refusal refusal, Texts texts, Map<String, String> values, String title, String why, String action) {
        return new Wording(
                texts.text(title, values),
                texts.text(why, values),
                texts.text(action, values),
                contact(refusal, texts),
                recorded(refusal, texts),
                details(refusal, texts, values));
    }

    private static Map<String, String> values(Refusal refusal, Texts texts) {
        Map<String, String> values = new HashMap<>();
        values.put("host", refusal.host().isEmpty() ? "–" : Plain.visible(refusal.host(), MAX_HOST_CHARS));
        values.put("rule", Plain.visible(refusal.reason().rule(), MAX_NAME_CHARS));
        if (refusal.reason() instanceof Refusal.ByRule rule) {
            values.put("rule", Plain.visible(rule.rule(), MAX_NAME_CHARS));
            category(rule.categories(), texts.locale()).ifPresent(name -> values.put("category", name));
            rule.lists().stream()
                    .findFirst()
                    .ifPresent(name -> values.put("list", Plain.visible(name, MAX_NAME_CHARS)));
        }
        if (refusal.reason() instanceof Refusal.BadCertificate fault
                && fault.date().isPresent()) {
            values.put("date", date(fault.date().get().atZone(refusal.zone()).toLocalDate(), texts.locale()));
        }
        return values;
    }

    /** The display name of the first category that the product knows, or the first one as it is spelled. */
    private static Optional<String> category(List<String> categories, Locale locale) {
        return categories.stream()
                .flatMap(name -> Taxonomy.find(name).stream())
                .map(found -> found.display(locale))
                .findFirst()
                .or(() -> categories.stream().findFirst())
                .map(name -> Plain.visible(name, MAX_NAME_CHARS));
    }

    private static String blockedWhy(Map<String, String> values) {
        return values.containsKey("category")
                ? "block.category"
                : values.containsKey("list") ? "block.list" : "block.rule";
    }

    private static String certificateWhy(Refusal.BadCertificate fault, Map<String, String> values) {
        String name = fault.code().code().substring("certificate-".length());
        boolean dated =
                fault.code() == ErrorCode.CERTIFICATE_EXPIRED || fault.code() == ErrorCode.CERTIFICATE_NOT_YET_VALID;
        return "cert." + name + (dated && !values.containsKey("date") ? "-undated" : "");
    }

    private static String contact(Refusal refusal, Texts texts) {
        if (refusal.customer().isEmpty()) {
            return texts.text("ask.nobody");
        }
        Refusal.Customer customer = refusal.customer().get();
        Map<String, String> values = Map.of(
                "organisation", Plain.visible(customer.organisation(), MAX_NAME_CHARS),
                "contact", Plain.visible(customer.contact(), MAX_CONTACT_CHARS));
        return texts.text(customer.contact().isBlank() ? "ask.organisation" : "ask.contact", values);
    }

    private static List<String> recorded(Refusal refusal, Texts texts) {
        if (refusal.record().isEmpty()) {
            return List.of(texts.text("recorded.nothing"));
        }
        Refusal.Recorded record = refusal.record().get();
        // Days of retention are days of UTC, as keys are destroyed.
        LocalDate end = LocalDate.ofInstant(refusal.at(), ZoneOffset.UTC).plusDays(record.retentionDays());
        return List.of(
                texts.text(
                        record.person() ? "block.recorded" : "recorded.anonymous",
                        Map.of("date", date(end, texts.locale()))),
                texts.text("recorded.more"));
    }

    private static Map<String, String> details(Refusal refusal, Texts texts, Map<String, String> values) {
        Map<String, String> details = new LinkedHashMap<>();
        if (!refusal.host().isEmpty()) {
            String path = refusal.path().isEmpty() ? "" : Plain.visible(refusal.path(), MAX_PATH_CHARS);
            details.put(texts.text("label.address"), values.get("host") + path);
        }
        for (String name : List.of("category", "list", "rule")) {
            String value = values.getOrDefault(name, "");
            if (!value.isEmpty()) {
                details.put(texts.text("label." + name), value);
            }
        }
        details.put(texts.text("label.time"), time(refusal.at(), refusal, texts.locale()));
        details.put(texts.text("label.code"), refusal.reason().code().code());
        return details;
    }

    private static String time(Instant at, Refusal refusal, Locale locale) {
        String pattern = locale.getLanguage().equals("ja") ? "uuuu年M月d日 HH:mm z" : "d MMM uuuu HH:mm z";
        return DateTimeFormatter.ofPattern(pattern, locale).format(ZonedDateTime.ofInstant(at, named(refusal.zone())));
    }

    /** An offset of nothing has no name of its own but {@code Z}. */
    private static ZoneId named(ZoneId zone) {
        return zone.normalized().equals(ZoneOffset.UTC) ? ZoneId.of("UTC") : zone;
    }

    private static String date(LocalDate date, Locale locale) {
        String pattern = locale.getLanguage().equals("ja") ? "uuuu年M月d日" : "d MMM uuuu";
        return DateTimeFormatter.ofPattern(pattern, locale).format(date);
    }
}

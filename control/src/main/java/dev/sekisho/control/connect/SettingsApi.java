package dev.sekisho.control.connect;

import dev.sekisho.control.access.CustomerDesk;
import dev.sekisho.control.problem.Refusal;
import dev.sekisho.control.web.Preconditions;
import dev.sekisho.directory.CustomerSettings;
import dev.sekisho.directory.CustomerSettings.LogUnavailable;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** What the customer chose about itself. */
@RestController
public class SettingsApi {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsApi.class);

    /** The settings. */
    @GetMapping("/api/v1/settings")
    public ResponseEntity<Item> settings(CustomerDesk desk) {
        return answer(desk.directory().settings());
    }

    /** Replaces the settings. */
    @PutMapping("/api/v1/settings")
    public ResponseEntity<Item> update(
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody Item wanted,
            CustomerDesk desk) {
        CustomerSettings before = desk.directory().settings();
        long expected = Preconditions.expected(ifMatch, before.version());
        CustomerSettings after = wanted.settings(expected);
        if (after.equals(before)) {
            return answer(before);
        }
        try {
            CustomerSettings stored = desk.directory().update(after, expected);
            if (stored.logRetentionDays() < before.logRetentionDays()) {
                shorten(desk);
            }
            return answer(stored);
        } catch (SekishoException refused) {
            throw refused.code() == ErrorCode.CONFLICT
                    ? Refusal.changedMeanwhile(
                            Preconditions.etag(desk.directory().settings().version()))
                    : refused;
        }
    }

    /** The choice stands whatever happens here: what could not be deleted yet is in no answer, and the job ends it. */
    private static void shorten(CustomerDesk desk) {
        try {
            desk.trust().retain();
        } catch (SekishoException e) {
            LOG.warn(
                    "A shortened retention is not carried out yet: {}", e.code().code());
        }
    }

    private static ResponseEntity<Item> answer(CustomerSettings settings) {
        return ResponseEntity.ok().eTag(Preconditions.etag(settings.version())).body(Item.of(settings));
    }

    /** The settings; every member is needed. */
    public record Item(
            @Nullable String name,
            @Nullable String contact,
            @Nullable Boolean showNames,
            @Nullable Integer logRetentionDays,
            @Nullable String logUnavailable,
            @Nullable String timeZone) {
        static Item of(CustomerSettings settings) {
            return new Item(
                    settings.name(),
                    settings.contact(),
                    settings.showNames(),
                    settings.logRetentionDays(),
                    settings.logUnavailable().name().toLowerCase(Locale.ROOT),
                    settings.timeZone());
        }

        CustomerSettings settings(long version) {
            if (name == null
                    || contact == null
                    || showNames == null
                    || logRetentionDays == null
                    || logUnavailable == null
                    || timeZone == null) {
                throw Refusal.invalid("body", "every member is needed: settings are replaced as a whole");
            }
            return new CustomerSettings(
                    name, contact, showNames, logRetentionDays, unavailable(logUnavailable), timeZone, version);
        }

        private static LogUnavailable unavailable(String text) {
            return switch (text) {
                case "refuse" -> LogUnavailable.REFUSE;
                case "gap" -> LogUnavailable.GAP;
                default -> throw Refusal.invalid("logUnavailable", "is neither refuse nor gap");
            };
        }
    }
}

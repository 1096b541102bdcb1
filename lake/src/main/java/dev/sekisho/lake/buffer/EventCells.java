package dev.sekisho.lake.buffer;

import dev.sekisho.kernel.decision.Action;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.id.BundleHash;
import dev.sekisho.kernel.id.EventId;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import java.util.Optional;

/** One row by columns, wherever it is kept, and how an event is made of it again. */
public interface EventCells {
    /** The row's identifier. */
    Id128 identifier();

    /** The row's value in a column of text. */
    String text(EventColumn column);

    /** The row's value in a column of numbers. */
    long number(EventColumn column);

    /** The event that the row was made of. */
    default WebEvent toEvent() {
        return new WebEvent(
                new EventId(identifier()),
                EventColumn.instant(number(EventColumn.TIME)),
                text(EventColumn.NODE),
                new BundleHash(text(EventColumn.BUNDLE)),
                who(this),
                new WebEvent.From(
                        text(EventColumn.CLIENT_ADDRESS),
                        (int) number(EventColumn.CLIENT_PORT),
                        text(EventColumn.ON_RAMP)),
                to(this),
                http(this),
                tls(this),
                decided(this),
                timing(this));
    }

    private static WebEvent.Who who(EventCells row) {
        String person = row.text(EventColumn.PERSON);
        return new WebEvent.Who(
                person.isEmpty() ? Optional.empty() : Optional.of(PersonToken.parse(person)),
                row.text(EventColumn.GROUPS),
                row.text(EventColumn.IDENTITY_METHOD));
    }

    private static WebEvent.To to(EventCells row) {
        return new WebEvent.To(
                row.text(EventColumn.SCHEME),
                row.text(EventColumn.HOST),
                (int) row.number(EventColumn.PORT),
                row.text(EventColumn.PATH),
                row.text(EventColumn.QUERY),
                row.text(EventColumn.DESTINATION_ADDRESS),
                row.text(EventColumn.SNI),
                row.text(EventColumn.CONNECT_HOST));
    }

    private static WebEvent.Http http(EventCells row) {
        return new WebEvent.Http(
                row.text(EventColumn.METHOD),
                (int) row.number(EventColumn.STATUS),
                row.text(EventColumn.CLIENT_PROTOCOL),
                row.text(EventColumn.UPSTREAM_PROTOCOL),
                row.text(EventColumn.USER_AGENT),
                row.text(EventColumn.REFERRER),
                row.text(EventColumn.CONTENT_TYPE),
                row.number(EventColumn.REQUEST_BYTES),
                row.number(EventColumn.RESPONSE_BYTES));
    }

    private static WebEvent.Tls tls(EventCells row) {
        return new WebEvent.Tls(
                row.text(EventColumn.TLS_MODE),
                row.text(EventColumn.CLIENT_TLS),
                row.text(EventColumn.CLIENT_CIPHER),
                row.text(EventColumn.UPSTREAM_TLS),
                row.text(EventColumn.UPSTREAM_CIPHER),
                row.text(EventColumn.ALPN),
                row.text(EventColumn.CERTIFICATE_FAULT),
                row.text(EventColumn.CERTIFICATE_HASH));
    }

    private static WebEvent.Decided decided(EventCells row) {
        return new WebEvent.Decided(
                Action.ofWire(row.text(EventColumn.ACTION)),
                row.text(EventColumn.RULE),
                row.text(EventColumn.REASON),
                row.text(EventColumn.DESTINATION_RULE),
                row.text(EventColumn.DECRYPTION_RULE),
                row.text(EventColumn.ACCESS_RULE),
                row.text(EventColumn.CONTENT_RULE),
                row.text(EventColumn.CATEGORIES),
                row.text(EventColumn.LISTS),
                (int) row.number(EventColumn.FACTS));
    }

    private static WebEvent.Timing timing(EventCells row) {
        return new WebEvent.Timing(
                row.number(EventColumn.IDENTITY_MICROS),
                row.number(EventColumn.RESOLVE_MICROS),
                row.number(EventColumn.DECIDE_MICROS),
                row.number(EventColumn.CONNECT_MICROS),
                row.number(EventColumn.TLS_MICROS),
                row.number(EventColumn.FIRST_BYTE_MICROS),
                row.number(EventColumn.TOTAL_MICROS));
    }
}

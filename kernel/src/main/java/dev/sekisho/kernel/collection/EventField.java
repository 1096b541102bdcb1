package dev.sekisho.kernel.collection;

import dev.sekisho.kernel.decision.FactName;
import dev.sekisho.kernel.event.WebEvent;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The fields of an event that a customer may choose about: how each is read, and which fact of a decision it holds. */
enum EventField {
    PERSON(e -> e.who().person().map(Object::toString).orElse(""), FactName.PERSON),
    GROUPS(e -> e.who().groups(), FactName.GROUP),
    IDENTITY_METHOD(e -> e.who().method()),
    CLIENT_ADDRESS(e -> e.from().address(), FactName.CLIENT_IP),
    CLIENT_PORT(e -> number(e.from().port())),
    USER_AGENT(e -> e.http().userAgent(), FactName.USER_AGENT),
    HOST(e -> e.to().host(), FactName.HOST),
    PATH(e -> e.to().path(), FactName.PATH),
    QUERY(e -> e.to().query()),
    DESTINATION_ADDRESS(e -> e.to().address(), FactName.DESTINATION),
    SNI(e -> e.to().sni()),
    CONNECT_HOST(e -> e.to().connectHost()),
    CATEGORIES(e -> e.decided().categories(), FactName.CATEGORY),
    LISTS(e -> e.decided().lists(), FactName.LIST),
    REFERRER(e -> e.http().referrer()),
    CONTENT_TYPE(e -> e.http().contentType()),
    CLIENT_TLS(e -> e.tls().clientVersion()),
    CLIENT_CIPHER(e -> e.tls().clientCipher()),
    UPSTREAM_TLS(e -> e.tls().upstreamVersion()),
    UPSTREAM_CIPHER(e -> e.tls().upstreamCipher()),
    ALPN(e -> e.tls().alpn()),
    CERTIFICATE_HASH(e -> e.tls().certificateHash()),
    IDENTITY_MICROS(e -> number(e.timing().identity())),
    RESOLVE_MICROS(e -> number(e.timing().resolve())),
    CONNECT_MICROS(e -> number(e.timing().connect())),
    TLS_MICROS(e -> number(e.timing().tls())),
    FIRST_BYTE_MICROS(e -> number(e.timing().firstByte()));

    private final Function<WebEvent, String> value;
    private final Optional<FactName> fact;

    EventField(Function<WebEvent, String> value) {
        this.value = value;
        this.fact = Optional.empty();
    }

    EventField(Function<WebEvent, String> value, FactName fact) {
        this.value = value;
        this.fact = Optional.of(fact);
    }

    /** Its name in the inventory. */
    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The fact of a decision that it holds, if it holds one. */
    Optional<FactName> fact() {
        return fact;
    }

    /** Its value as text; empty if it holds none. */
    String value(WebEvent event) {
        return value.apply(event);
    }

    private static String number(long value) {
        return value < 0 ? "" : Long.toString(value);
    }
}

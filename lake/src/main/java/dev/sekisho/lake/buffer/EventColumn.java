package dev.sekisho.lake.buffer;

import dev.sekisho.kernel.event.WebEvent;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * The columns of the log: exactly the fields of store {@code events} in the field inventory, and the one place that says how each
 * is taken from an event. All are required: what is absent is an empty text or -1. The order is part of the log's format: new
 * columns go last, with a new {@link WebEvent#SCHEMA}.
 */
public enum EventColumn {
    ID(Kind.IDENTIFIER),
    TIME(Kind.TIME, (WebEvent e) -> micros(e.time())),
    NODE(Kind.DICTIONARY, WebEvent::node),
    BUNDLE(Kind.DICTIONARY, (WebEvent e) -> e.bundle().hex()),
    PERSON(
            Kind.DICTIONARY,
            (WebEvent e) -> e.who().person().map(Object::toString).orElse("")),
    GROUPS(Kind.DICTIONARY, (WebEvent e) -> e.who().groups()),
    IDENTITY_METHOD(Kind.DICTIONARY, (WebEvent e) -> e.who().method()),
    CLIENT_ADDRESS(Kind.DICTIONARY, (WebEvent e) -> e.from().address()),
    CLIENT_PORT(Kind.INT, (WebEvent e) -> e.from().port()),
    ON_RAMP(Kind.DICTIONARY, (WebEvent e) -> e.from().onRamp()),
    SCHEME(Kind.DICTIONARY, (WebEvent e) -> e.to().scheme()),
    HOST(Kind.DICTIONARY, (WebEvent e) -> e.to().host()),
    PORT(Kind.INT, (WebEvent e) -> e.to().port()),
    PATH(Kind.TEXT, (WebEvent e) -> e.to().path()),
    QUERY(Kind.TEXT, (WebEvent e) -> e.to().query()),
    DESTINATION_ADDRESS(Kind.DICTIONARY, (WebEvent e) -> e.to().address()),
    SNI(Kind.DICTIONARY, (WebEvent e) -> e.to().sni()),
    CONNECT_HOST(Kind.DICTIONARY, (WebEvent e) -> e.to().connectHost()),
    METHOD(Kind.DICTIONARY, (WebEvent e) -> e.http().method()),
    STATUS(Kind.INT, (WebEvent e) -> e.http().status()),
    CLIENT_PROTOCOL(Kind.DICTIONARY, (WebEvent e) -> e.http().clientProtocol()),
    UPSTREAM_PROTOCOL(Kind.DICTIONARY, (WebEvent e) -> e.http().upstreamProtocol()),
    USER_AGENT(Kind.DICTIONARY, (WebEvent e) -> e.http().userAgent()),
    REFERRER(Kind.DICTIONARY, (WebEvent e) -> e.http().referrer()),
    CONTENT_TYPE(Kind.DICTIONARY, (WebEvent e) -> e.http().contentType()),
    REQUEST_BYTES(Kind.LONG, (WebEvent e) -> e.http().requestBytes()),
    RESPONSE_BYTES(Kind.LONG, (WebEvent e) -> e.http().responseBytes()),
    TLS_MODE(Kind.DICTIONARY, (WebEvent e) -> e.tls().mode()),
    CLIENT_TLS(Kind.DICTIONARY, (WebEvent e) -> e.tls().clientVersion()),
    CLIENT_CIPHER(Kind.DICTIONARY, (WebEvent e) -> e.tls().clientCipher()),
    UPSTREAM_TLS(Kind.DICTIONARY, (WebEvent e) -> e.tls().upstreamVersion()),
    UPSTREAM_CIPHER(Kind.DICTIONARY, (WebEvent e) -> e.tls().upstreamCipher()),
    ALPN(Kind.DICTIONARY, (WebEvent e) -> e.tls().alpn()),
    CERTIFICATE_FAULT(Kind.DICTIONARY, (WebEvent e) -> e.tls().certificateFault()),
    CERTIFICATE_HASH(Kind.DICTIONARY, (WebEvent e) -> e.tls().certificateHash()),
    ACTION(Kind.DICTIONARY, (WebEvent e) -> e.decided().action().wire()),
    RULE(Kind.DICTIONARY, (WebEvent e) -> e.decided().rule()),
    REASON(Kind.DICTIONARY, (WebEvent e) -> e.decided().reason()),
    DESTINATION_RULE(Kind.DICTIONARY, (WebEvent e) -> e.decided().destinationRule()),
    DECRYPTION_RULE(Kind.DICTIONARY, (WebEvent e) -> e.decided().decryptionRule()),
    ACCESS_RULE(Kind.DICTIONARY, (WebEvent e) -> e.decided().accessRule()),
    CONTENT_RULE(Kind.DICTIONARY, (WebEvent e) -> e.decided().contentRule()),
    CATEGORIES(Kind.DICTIONARY, (WebEvent e) -> e.decided().categories()),
    LISTS(Kind.DICTIONARY, (WebEvent e) -> e.decided().lists()),
    FACTS(Kind.INT, (WebEvent e) -> e.decided().facts()),
    IDENTITY_MICROS(Kind.LONG, (WebEvent e) -> e.timing().identity()),
    RESOLVE_MICROS(Kind.LONG, (WebEvent e) -> e.timing().resolve()),
    DECIDE_MICROS(Kind.LONG, (WebEvent e) -> e.timing().decide()),
    CONNECT_MICROS(Kind.LONG, (WebEvent e) -> e.timing().connect()),
    TLS_MICROS(Kind.LONG, (WebEvent e) -> e.timing().tls()),
    FIRST_BYTE_MICROS(Kind.LONG, (WebEvent e) -> e.timing().firstByte()),
    TOTAL_MICROS(Kind.LONG, (WebEvent e) -> e.timing().total());

    /** How a column's values are kept. */
    public enum Kind {
        /** Text with few different values. */
        DICTIONARY,
        /** Text with many. */
        TEXT,
        /** 16 random bytes. */
        IDENTIFIER,
        /** A small integer. */
        INT,
        /** A large integer. */
        LONG,
        /** Microseconds since 1970. */
        TIME
    }

    private final Kind kind;
    private final String wire;
    private final Function<WebEvent, String> text;
    private final ToLongFunction<WebEvent> number;

    EventColumn(Kind kind) {
        this(kind, e -> e.id().toString(), e -> -1);
    }

    EventColumn(Kind kind, Function<WebEvent, String> text) {
        this(kind, text, e -> -1);
    }

    EventColumn(Kind kind, ToLongFunction<WebEvent> number) {
        this(kind, e -> "", number);
    }

    EventColumn(Kind kind, Function<WebEvent, String> text, ToLongFunction<WebEvent> number) {
        this.kind = kind;
        this.wire = name().toLowerCase(Locale.ROOT);
        this.text = text;
        this.number = number;
    }

    /** How its values are kept. */
    public Kind kind() {
        return kind;
    }

    /** Its name in the field inventory and in segments. */
    public String wire() {
        return wire;
    }

    /** Whether its values are text. */
    public boolean isText() {
        return kind == Kind.DICTIONARY || kind == Kind.TEXT;
    }

    /** The event's value in a column of text. */
    String text(WebEvent event) {
        return text.apply(event);
    }

    /** The event's value in a column of numbers. */
    long number(WebEvent event) {
        return number.applyAsLong(event);
    }

    /** Whether a number in this column says nothing: -1, or port 0. */
    public boolean isEmpty(long value) {
        return value == -1 || (value == 0 && (this == PORT || this == CLIENT_PORT));
    }

    /**
     * Microseconds since 1970; what lies beyond is cut off.
     *
     * @throws ArithmeticException if the time does not fit into 64 bits (the years beyond 292,000)
     */
    public static long micros(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1_000);
    }

    /** The time of so many microseconds since 1970. */
    public static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
    }
}

package dev.sekisho.gateway.exchange;

import dev.sekisho.gateway.event.EventDraft;
import dev.sekisho.gateway.http.Fields;
import dev.sekisho.gateway.http.Framing;
import dev.sekisho.gateway.http.HeadWriter;
import dev.sekisho.gateway.http.HeadWriter.Persistence;
import dev.sekisho.gateway.http.Known;
import dev.sekisho.gateway.http.RequestHead;
import dev.sekisho.gateway.http.ResponseHead;
import dev.sekisho.gateway.page.Refusal;
import dev.sekisho.gateway.upstream.Site;
import dev.sekisho.gateway.upstream.UpstreamConnection;
import dev.sekisho.gateway.upstream.UpstreamFailure;
import dev.sekisho.gateway.upstream.UpstreamIdentity;
import dev.sekisho.gateway.upstream.UpstreamListener;
import dev.sekisho.gateway.upstream.UpstreamPool;
import dev.sekisho.kernel.error.ErrorCode;
import io.netty.buffer.ByteBuf;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Carries one request to the site and its response back, piece by piece, at the pace of the slower side. Sends a request a
 * second time only if that cannot matter: it has no body, is idempotent, went out on a connection that had waited, and
 * nothing of an answer came.
 *
 * <p>One file because request and response of one exchange share their connection, their pace and their end: splitting them would
 * spread one state over two classes.
 */
final class Relay implements UpstreamListener, UpstreamPool.Taker {
    /** Interim answers to one request: a site needs one or two (RFC 9110, section 15.2). */
    static final int MAX_INTERIMS = 10;

    private final Exchange exchange;
    private final Site site;
    private final String hostField;
    private final String target;
    private @Nullable UpstreamConnection upstream;
    private boolean requestSent;
    private boolean retried;
    private int interims;
    private boolean closed;
    private @Nullable Framing toClient;
    private boolean keep;
    private Fields trailers = Fields.NONE;
    private Fields requestTrailers = Fields.NONE;

    Relay(Exchange exchange, Site site, String hostField, String target) {
        this.exchange = exchange;
        this.site = site;
        this.hostField = hostField;
        this.target = target;
    }

    private RequestHead request() {
        return exchange.request();
    }

    void start() {
        UpstreamConnection own = exchange.client().pinnedTo(site);
        if (own != null) {
            ready(own, -1, -1);
            return;
        }
        if (authenticatesConnection()) {
            exchange.station().pool().take(site, UpstreamPool.Want.NEW, this);
            return;
        }
        boolean repeatable = request().idempotent() && bodiless();
        exchange.station().pool().take(site, repeatable ? UpstreamPool.Want.ANY : UpstreamPool.Want.RECENT, this);
    }

    /** Negotiate and NTLM authenticate the connection: it must never carry anybody else's request. */
    private boolean authenticatesConnection() {
        return ofConnection(request().fields(), Known.AUTHORIZATION);
    }

    /** Whether a challenge or credentials name such a scheme; one too many only costs a connection. */
    private static boolean ofConnection(Fields fields, Known field) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.known(i) == field) {
                for (String part : fields.value(i).split(",")) {
                    String scheme = part.strip().toLowerCase(Locale.ROOT);
                    if (scheme.startsWith("negotiate") || scheme.startsWith("ntlm")) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private boolean bodiless() {
        return switch (request().framing()) {
            case Framing.Empty ignored -> true;
            case Framing.Length length -> length.bytes() == 0;
            case Framing.Chunked ignored -> false;
            case Framing.UntilClose ignored -> false;
        };
    }

    // ---- the connection

    @Override
    public void ready(UpstreamConnection connection, long connectNanos, long tlsNanos) {
        if (closed) {
            connection.release();
            return;
        }
        upstream = connection;
        if (authenticatesConnection()) {
            exchange.client().pin(connection);
        }
        record(connection, connectNanos, tlsNanos);
        connection.begin(this, request().method());
        connection.write(exchange.station()
                .parts()
                .heads()
                .request(
                        exchange.client().alloc(),
                        request(),
                        hostField,
                        target,
                        request().upgrade()));
        if (bodiless()) {
            requestSent = true;
            exchange.event().wentOut();
        }
        exchange.client().touch();
        exchange.client().bodyWanted(); // flushes as well
    }

    private void record(UpstreamConnection connection, long connectNanos, long tlsNanos) {
        EventDraft event = exchange.event();
        event.contacted(connection.address().getAddress().getHostAddress());
        if (connectNanos >= 0) {
            event.spent(EventDraft.Step.CONNECT, connectNanos);
        }
        if (tlsNanos >= 0) {
            event.spent(EventDraft.Step.TLS, tlsNanos);
        }
        if (site.tls()) {
            UpstreamIdentity who = connection.identity();
            event.siteTls(who.tls().version(), who.tls().cipher(), who.tls().alpn(), who.certificateHash());
        }
    }

    @Override
    public void failed(UpstreamFailure failure) {
        if (closed) {
            return;
        }
        closed = true;
        Refusal.Reason reason = Interception.reason(failure);
        exchange.refuse(reason, 0);
    }

    // ---- the request's body

    boolean wantsBody() {
        UpstreamConnection to = upstream;
        return to != null && !closed && to.writable();
    }

    void bodyPiece(ByteBuf piece) {
        UpstreamConnection to = upstream;
        if (to == null || closed) {
            piece.release();
            return;
        }
        exchange.event().received(piece.readableBytes());
        exchange.station().parts().figures().received().add(piece.readableBytes());
        if (request().framing() instanceof Framing.Chunked) {
            chunk(piece, to::write);
        } else {
            to.write(piece);
        }
    }

    void bodyTrailers(Fields fields) {
        requestTrailers = fields;
    }

    void bodyEnd() {
        UpstreamConnection to = upstream;
        if (to == null || closed) {
            return;
        }
        if (request().framing() instanceof Framing.Chunked) {
            ByteBuf last = exchange.client().alloc().directBuffer(64);
            HeadWriter.lastChunk(last, requestTrailers);
            to.write(last);
        }
        requestSent = true;
        exchange.event().wentOut();
    }

    void flushUpstream() {
        UpstreamConnection to = upstream;
        if (to != null && !closed) {
            to.flush();
        }
    }

    @Override
    public void writable() {
        exchange.client().touch();
        exchange.client().bodyWanted();
    }

    // ---- the response

    @Override
    public void interim(ResponseHead head) {
        if (++interims > MAX_INTERIMS) {
            abandon(ErrorCode.UPSTREAM_PROTOCOL);
            return;
        }
        // the clock for silence goes on: a site that only ever promises an answer gives none
        if (request().minor() == 1) {
            exchange.client()
                    .write(exchange.station()
                            .parts()
                            .heads()
                            .interim(exchange.client().alloc(), head, ""));
            paceOfClient();
        }
    }

    @Override
    public void head(ResponseHead head) {
        exchange.event().firstByte();
        exchange.client().touch();
        if (head.status() == 101) {
            switchProtocol(head);
            return;
        }
        if (head.status() == 407) {
            abandon(ErrorCode.UPSTREAM_PROTOCOL); // would make the client show its password for us to a stranger
            return;
        }
        Framing framing = towards(head.framing());
        toClient = framing;
        keep = !(framing instanceof Framing.UntilClose) && exchange.keepable();
        pinIfNeeded(head);
        exchange.event().answered(head.status());
        exchange.event().response(head.protocol(), mediaType(head.fields().first(Known.CONTENT_TYPE)));
        Persistence persistence =
                !keep ? Persistence.CLOSE : request().minor() == 0 ? Persistence.KEEP_SAYING_SO : Persistence.KEEP;
        exchange.client()
                .write(exchange.station()
                        .parts()
                        .heads()
                        .response(exchange.client().alloc(), head, framing, persistence));
    }

    /** The framing for this client; HTTP/1.0 knows no chunks. */
    private Framing towards(Framing framing) {
        return framing instanceof Framing.Chunked && request().minor() == 0 ? Framing.UNTIL_CLOSE : framing;
    }

    private static String mediaType(String value) {
        int end = value.indexOf(';');
        String type = (end < 0 ? value : value.substring(0, end)).strip();
        return type.length() > 127 ? "" : type.toLowerCase(Locale.ROOT); // RFC 6838: longer ones are none
    }

    private void pinIfNeeded(ResponseHead head) {
        UpstreamConnection from = upstream;
        if (from != null && ofConnection(head.fields(), Known.WWW_AUTHENTICATE)) {
            exchange.client().pin(from);
        }
    }

    @Override
    public void data(ByteBuf piece) {
        if (closed) {
            piece.release();
            return;
        }
        ClientConnection client = exchange.client();
        exchange.event().sent(piece.readableBytes());
        exchange.station().parts().figures().sent().add(piece.readableBytes());
        client.touch();
        if (toClient instanceof Framing.Chunked) {
            chunk(piece, client::write);
        } else {
            client.write(piece);
        }
        paceOfClient();
    }

    private void paceOfClient() {
        UpstreamConnection from = upstream;
        if (from != null && !exchange.client().writable()) {
            from.reading(false);
        }
    }

    private interface Out {
        void write(ByteBuf bytes);
    }

    private void chunk(ByteBuf piece, Out out) {
        ByteBuf size = exchange.client().alloc().directBuffer(16);
        HeadWriter.chunkSize(size, piece.readableBytes());
        out.write(size);
        out.write(piece);
        ByteBuf end = exchange.client().alloc().directBuffer(2);
        HeadWriter.crlf(end);
        out.write(end);
    }

    @Override
    public void trailers(Fields fields) {
        trailers = fields;
    }

    @Override
    public void end() {
        UpstreamConnection from = upstream;
        if (closed || from == null) {
            return;
        }
        closed = true;
        upstream = null;
        if (toClient instanceof Framing.Chunked) {
            ByteBuf last = exchange.client().alloc().directBuffer(64);
            HeadWriter.lastChunk(last, trailers);
            exchange.client().write(last);
        }
        if (!requestSent) {
            from.close(); // an answer before the whole question: the rest would be taken for the next request
        } else if (exchange.client().isPinned(from)) {
            from.keep(exchange.station().lane().nowNanos());
        } else {
            from.release();
        }
        exchange.complete(keep);
    }

    @Override
    public void readComplete() {
        exchange.client().flush();
    }

    void clientWritable() {
        UpstreamConnection from = upstream;
        if (from != null) {
            from.reading(true);
        }
    }

    /** Whether the client has seen (part of) a response. */
    boolean headSent() {
        return toClient != null;
    }

    // ---- when it goes wrong

    @Override
    public void failed(ErrorCode code) {
        if (closed) {
            return;
        }
        UpstreamConnection from = upstream;
        upstream = null;
        boolean stale = from != null && from.reused() && !from.answering();
        if (stale && !retried && request().idempotent() && bodiless()) {
            retried = true;
            exchange.station().pool().take(site, UpstreamPool.Want.NEW, this);
            return;
        }
        closed = true;
        if (headSent()) {
            exchange.brokeOff(code);
        } else {
            exchange.refuse(code);
        }
    }

    private void abandon(ErrorCode code) {
        UpstreamConnection from = upstream;
        upstream = null;
        closed = true;
        if (from != null) {
            from.close();
        }
        exchange.refuse(new Refusal.Other(code), 0);
    }

    /** The client left, or stopped speaking HTTP: nobody waits for the answer. */
    void clientBroke() {
        UpstreamConnection from = upstream;
        upstream = null;
        closed = true;
        if (from != null) {
            from.close();
        }
    }

    private void switchProtocol(ResponseHead head) {
        UpstreamConnection from = upstream;
        Fields fields = head.fields();
        boolean asked = !request().upgrade().isEmpty()
                && fields.count(Known.UPGRADE) == 1
                && fields.first(Known.UPGRADE)
                        .strip()
                        .equalsIgnoreCase(request().upgrade());
        if (!asked || from == null || !requestSent) {
            abandon(ErrorCode.UPSTREAM_PROTOCOL);
            return;
        }
        closed = true;
        upstream = null;
        ClientConnection client = exchange.client();
        exchange.event().answered(101);
        exchange.event().response(head.protocol(), "");
        client.write(exchange.station()
                .parts()
                .heads()
                .interim(client.alloc(), head, request().upgrade()));
        Splice splice = new Splice(exchange.station(), new Counted(exchange));
        client.takeOver(splice.clientEnd());
        from.takeOver(splice.siteEnd());
        splice.flush();
    }
}

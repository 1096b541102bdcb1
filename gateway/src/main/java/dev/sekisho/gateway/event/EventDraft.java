package dev.sekisho.gateway.event;

import dev.sekisho.kernel.decision.Action;
import dev.sekisho.kernel.decision.Facts;
import dev.sekisho.kernel.decision.Stage;
import dev.sekisho.kernel.decision.Verdict;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.id.BundleHash;
import dev.sekisho.kernel.id.EventId;
import dev.sekisho.kernel.id.PersonToken;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known so far about one request; becomes its {@link WebEvent} when the request ends, however it ends. Each method is
 * called by the step that learned the fact. For one thread.
 */
public final class EventDraft {
    /** Stands for "no policy" in an event that no policy decided. */
    public static final BundleHash NO_BUNDLE = BundleHash.of(new byte[32]);

    private static final WebEvent.Tls NO_TLS = new WebEvent.Tls("none", "", "", "", "", "", "", "");
    private final EventId id;
    private final Instant time;
    private final String node;
    private final WebEvent.From from;
    private final long startNanos;
    private BundleHash bundle = NO_BUNDLE;
    private WebEvent.Who who = new WebEvent.Who(Optional.empty(), "", "none");
    private String scheme = "";
    private String host = "";
    private int port;
    private String path = "";
    private String query = "";
    private String address = "";
    private String sni = "";
    private String connectHost = "";
    private String method = "";
    private int status;
    private String clientProtocol = "";
    private String upstreamProtocol = "";
    private String userAgent = "";
    private String referrer = "";
    private String contentType = "";
    private long requestBytes;
    private long responseBytes;
    private WebEvent.Tls tls = NO_TLS;
    private Action action = Action.BLOCK;
    private String rule = "";
    private String reason = "";
    private String destinationRule = "";
    private String decryptionRule = "";
    private String accessRule = "";
    private String categories = "";
    private String lists = "";
    private int facts;
    private final long[] stages = new long[Step.values().length];
    private long firstByteFrom = -1;

    /** The steps whose time is kept. */
    public enum Step {
        IDENTITY,
        RESOLVE,
        DECIDE,
        CONNECT,
        TLS,
        FIRST_BYTE
    }

    /** Starts the record of a request whose first byte came at {@code startNanos} ({@link System#nanoTime}). */
    public EventDraft(EventId id, Instant time, String node, WebEvent.From from, long startNanos) {
        this.id = id;
        this.time = time;
        this.node = node;
        this.from = from;
        this.startNanos = startNanos;
        java.util.Arrays.fill(stages, -1);
    }

    /** The identifier, for refusal pages. */
    public EventId id() {
        return id;
    }

    /** When the request arrived. */
    public Instant time() {
        return time;
    }

    /** Adds time to a step. */
    public void spent(Step step, long nanos) {
        int index = step.ordinal();
        stages[index] = Math.max(0, stages[index]) + Math.max(0, nanos);
    }

    /** What was asked, by whom it says it is. */
    public void asked(String newMethod, String protocol, String agent, String referrerOrigin) {
        method = Clip.to(Clip.METHOD, newMethod);
        clientProtocol = protocol;
        userAgent = Clip.to(Clip.AGENT, agent);
        referrer = Clip.to(Clip.REFERRER, referrerOrigin);
    }

    /** Who asked. */
    public void by(Optional<PersonToken> person, String groups, String how) {
        who = new WebEvent.Who(person, Clip.to(Clip.GROUPS, groups), how);
    }

    /** Whether somebody had signed in. */
    public boolean hasPerson() {
        return who.person().isPresent();
    }

    /** Where the request wants to go. */
    public void to(String newScheme, String newHost, int newPort, String newPath, String newQuery) {
        scheme = newScheme;
        host = Clip.to(Clip.HOST, newHost);
        port = newPort;
        path = Clip.to(Clip.PATH, newPath);
        query = Clip.to(Clip.QUERY, newQuery);
    }

    /** The tunnel that the request came through. */
    public void through(String newConnectHost, String newSni) {
        connectHost = Clip.to(Clip.HOST, newConnectHost);
        sni = Clip.to(Clip.HOST, newSni);
    }

    /** The server name in the ClientHello. */
    public void greeted(String newSni) {
        sni = Clip.to(Clip.HOST, newSni);
    }

    /** The address that was contacted. */
    public void contacted(String newAddress) {
        address = newAddress;
    }

    /** How the connections are protected. */
    public void protectedBy(WebEvent.Tls newTls) {
        tls = newTls;
    }

    /** What was agreed on with the site. */
    public void siteTls(String version, String cipher, String alpn, String certificateHash) {
        tls = new WebEvent.Tls(
                tls.mode(),
                tls.clientVersion(),
                tls.clientCipher(),
                version,
                cipher,
                alpn,
                tls.certificateFault(),
                certificateHash);
    }

    /** The site's certificate has a fault. */
    public void certificateFault(ErrorCode fault, String certificateHash) {
        tls = new WebEvent.Tls(
                tls.mode(),
                tls.clientVersion(),
                tls.clientCipher(),
                tls.upstreamVersion(),
                tls.upstreamCipher(),
                tls.alpn(),
                fault.code(),
                certificateHash);
    }

    /** The facts of the decision and the bundle that decides. */
    public void decidedOn(BundleHash newBundle, Facts known) {
        bundle = newBundle;
        facts = known.known();
        categories = String.join(",", known.categories());
        lists = String.join(",", known.lists());
    }

    /** The verdict of a stage. */
    public void verdict(Verdict verdict) {
        String name = switch (verdict) {
            case Verdict.Decided decided -> decided.rule();
            case Verdict.Undecidable undecidable -> undecidable.rule();
        };
        switch (verdict.stage()) {
            case DESTINATION -> destinationRule = name;
            case DECRYPTION -> decryptionRule = name;
            case ACCESS -> accessRule = name;
            case CONTENT -> throw new IllegalArgumentException("no engine decides on content: " + Stage.CONTENT);
        }
    }

    /** The outcome, by a rule. */
    public void outcome(Action newAction, String newRule) {
        action = newAction;
        rule = newRule;
    }

    /** Something other than a rule refused; {@code guardRule} is the destination guard's, or empty. */
    public void refused(ErrorCode code, String guardRule) {
        action = Action.BLOCK;
        rule = "";
        reason = code.code();
        destinationRule = guardRule;
    }

    /** The rules let it pass and it failed all the same. */
    public void failed(ErrorCode code) {
        reason = code.code();
    }

    /** Whether something other than a rule ended it. */
    public boolean hasReason() {
        return !reason.isEmpty();
    }

    /** The status sent to the client. */
    public void answered(int newStatus) {
        status = newStatus;
    }

    /** What the server's response is. */
    public void response(String protocol, String mediaType) {
        upstreamProtocol = protocol;
        contentType = Clip.to(Clip.MEDIA_TYPE, mediaType);
    }

    /** Body bytes from the client. */
    public void received(long bytes) {
        requestBytes += bytes;
    }

    /** Body bytes to the client. */
    public void sent(long bytes) {
        responseBytes += bytes;
    }

    /** The request went out completely enough for the server to answer. */
    public void wentOut() {
        firstByteFrom = System.nanoTime();
    }

    /** The answer began. */
    public void firstByte() {
        if (firstByteFrom >= 0 && stages[Step.FIRST_BYTE.ordinal()] < 0) {
            spent(Step.FIRST_BYTE, System.nanoTime() - firstByteFrom);
        }
    }

    /** The record, complete. */
    public WebEvent finish() {
        return new WebEvent(
                id,
                time,
                node,
                bundle,
                who,
                from,
                new WebEvent.To(scheme, host, port, path, query, address, sni, connectHost),
                new WebEvent.Http(
                        method,
                        status,
                        clientProtocol,
                        upstreamProtocol,
                        userAgent,
                        referrer,
                        contentType,
                        requestBytes,
                        responseBytes),
                tls,
                new WebEvent.Decided(
                        action,
                        rule,
                        reason,
                        destinationRule,
                        decryptionRule,
                        accessRule,
                        "",
                        categories,
                        lists,
                        facts),
                new WebEvent.Timing(
                        micros(Step.IDENTITY),
                        micros(Step.RESOLVE),
                        micros(Step.DECIDE),
                        micros(Step.CONNECT),
                        micros(Step.TLS),
                        micros(Step.FIRST_BYTE),
                        (System.nanoTime() - startNanos) / 1_000));
    }

    private long micros(Step step) {
        long nanos = stages[step.ordinal()];
        return nanos < 0 ? -1 : nanos / 1_000;
    }
}

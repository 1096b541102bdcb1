package dev.sekisho.gateway.exchange;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sekisho.gateway.OnRamps.OnRamp;
import dev.sekisho.gateway.event.EventDraft;
import dev.sekisho.gateway.http.Known;
import dev.sekisho.gateway.http.RequestHead;
import dev.sekisho.gateway.page.Refusal;
import dev.sekisho.gateway.page.RefusalPages;
import dev.sekisho.gateway.page.Rendered;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns a refusal into the bytes of a response. */
final class Refuser {
    private static final byte[] CLOSE = "connection: close\r\n".getBytes(US_ASCII);
    private static final byte[] ASK =
            "proxy-authenticate: Basic realm=\"Sekisho\", charset=\"UTF-8\"\r\n".getBytes(US_ASCII);
    private final RefusalPages pages;

    Refuser(RefusalPages pages) {
        this.pages = pages;
    }

    /** What is sent: status and bytes. */
    record Answer(int status, ByteBuf bytes, long bodyBytes) {}

    /**
     * Builds the response.
     *
     * @param head the request, or null if it was not understood
     * @param status the status to send instead of the reason's own, or 0
     * @param recorded whether the request goes to the log
     */
    Answer answer(
            ByteBufAllocator allocator,
            @Nullable RequestHead head,
            Refusal.Reason reason,
            int status,
            EventDraft event,
            Optional<OnRamp> onRamp,
            boolean recorded,
            Place place,
            String path,
            boolean close) {
        Refusal refusal = new Refusal(
                reason,
                place.host(),
                path,
                event.time(),
                onRamp.map(OnRamp::zone).orElse(ZoneOffset.UTC),
                onRamp.filter(way -> !way.organisation().isEmpty()) // not known while its keys are withdrawn
                        .map(way -> new Refusal.Customer(way.organisation(), way.contact())),
                onRamp.filter(way -> recorded)
                        .map(way -> new Refusal.Recorded(event.id(), event.hasPerson(), way.logRetentionDays())));
        Rendered rendered = pages.render(
                refusal,
                head == null ? "" : head.fields().first(Known.ACCEPT),
                head == null ? "" : head.fields().first(Known.ACCEPT_LANGUAGE));
        int code = status == 0 ? rendered.status() : status;
        boolean bodiless = head != null && head.method().equals("HEAD");
        ByteBuf out = allocator.directBuffer(512 + rendered.body().length);
        ByteBufUtil.writeAscii(
                out, "HTTP/1.1 " + code + " " + HttpResponseStatus.valueOf(code).reasonPhrase() + "\r\n");
        rendered.headers().forEach((name, value) -> ByteBufUtil.writeUtf8(out, name + ": " + value + "\r\n"));
        if (code == 407 && !rendered.headers().containsKey("proxy-authenticate")) {
            out.writeBytes(ASK);
        }
        if (close) {
            out.writeBytes(CLOSE);
        }
        ByteBufUtil.writeAscii(out, "content-length: " + rendered.body().length + "\r\n\r\n");
        if (!bodiless) {
            out.writeBytes(rendered.body());
        }
        return new Answer(code, out, bodiless ? 0 : rendered.body().length);
    }
}

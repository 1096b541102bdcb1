package dev.sekisho.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.gateway.GatewayOptions.Limits;
import dev.sekisho.gateway.certificate.LeafMint;
import dev.sekisho.gateway.certificate.UpstreamTrust;
import dev.sekisho.gateway.event.EventIds;
import dev.sekisho.gateway.event.Outbox;
import dev.sekisho.gateway.http.Fields;
import dev.sekisho.gateway.http.HeadLimits;
import dev.sekisho.gateway.http.ResponseHead;
import dev.sekisho.gateway.lane.Lane;
import dev.sekisho.gateway.tls.TlsContexts;
import dev.sekisho.gateway.world.RecordingSink;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.kernel.scope.ScopeIssuer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Transcripts of one connection to a site, without sockets: what arrives, and what the listener hears. */
class UpstreamPlaybookTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Lane lane = new Lane(
            channel.eventLoop(), new EventIds(new SecureRandom()), new Outbox(new RecordingSink(), 1, new LongAdder()));
    private final LeafMint mint = new LeafMint(
            scope -> {
                throw new IllegalStateException("nothing is minted here");
            },
            InstantSource.system(),
            LeafMint.Limits.standard());
    private final UpstreamFigures figures = new UpstreamFigures();
    private final UpstreamPool pool = new UpstreamPool(
            lane,
            new Connector(
                    NioSocketChannel.class,
                    new TlsContexts(mint, Runnable::run),
                    new UpstreamTrust(List.of(), InstantSource.system()),
                    Limits.standard(),
                    figures),
            Limits.standard(),
            figures);
    private final Site site = new Site(
            ScopeIssuer.create(new Region("lab")).issueForNewCustomer(new Actor.Gateway("n")),
            false,
            "a.test",
            80,
            List.of(new InetSocketAddress("127.0.0.1", 80)));
    private final List<String> heard = new ArrayList<>();
    private UpstreamConnection connection = newConnection();

    private UpstreamConnection newConnection() {
        UpstreamConnection made = new UpstreamConnection(
                pool,
                UpstreamKey.of(site, site.addresses().getFirst()),
                UpstreamIdentity.PLAIN,
                channel,
                HeadLimits.standard());
        channel.pipeline().addLast(made);
        return made;
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
        mint.close();
    }

    private final class Notes implements UpstreamListener {
        @Override
        public void interim(ResponseHead head) {
            heard.add("interim " + head.status());
        }

        @Override
        public void head(ResponseHead head) {
            heard.add("head " + head.status());
        }

        @Override
        public void data(ByteBuf piece) {
            heard.add("data " + piece.toString(StandardCharsets.ISO_8859_1));
            piece.release();
        }

        @Override
        public void trailers(Fields trailers) {
            heard.add("trailers " + trailers.size());
        }

        @Override
        public void end() {
            heard.add("end");
            connection.release();
        }

        @Override
        public void readComplete() {
            // only a time to flush
        }

        @Override
        public void writable() {
            heard.add("writable");
        }

        @Override
        public void failed(ErrorCode code) {
            heard.add("failed " + code);
        }
    }

    private void begin(String method) {
        connection.begin(new Notes(), method);
    }

    private void arrives(String bytes) {
        channel.writeInbound(Unpooled.copiedBuffer(bytes, StandardCharsets.ISO_8859_1));
    }

    @Test
    void interimHeadBodyTrailersEnd() {
        begin("GET");
        arrives("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Enc");
        arrives("oding: chunked\r\n\r\n3\r\nab");
        arrives("c\r\n0\r\nX: 1\r\n");
        arrives("\r\n");

        assertThat(heard)
                .containsExactly("interim 100", "interim 103", "head 200", "data ab", "data c", "trailers 1", "end");
        assertThat(channel.isActive()).isTrue();
        assertThat(figures.idle().sum()).isEqualTo(1);
    }

    @Test
    void aHeadRequestHasNoBodyWhateverItsLengthSays() {
        begin("HEAD");
        arrives("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");

        assertThat(heard).containsExactly("head 200", "end");
        assertThat(figures.idle().sum()).isEqualTo(1);
    }

    @Test
    void theSameAnswerToAGetWaitsForItsBody() {
        begin("GET");
        arrives("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");

        assertThat(heard).containsExactly("head 200");
    }

    @Test
    void aBodyWithoutALengthEndsWithTheConnection() {
        begin("GET");
        arrives("HTTP/1.1 200 OK\r\n\r\nto the end");
        channel.close();

        assertThat(heard).containsExactly("head 200", "data to the end", "end");
    }

    @Test
    void aBodyWithALengthDoesNot() {
        begin("GET");
        arrives("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nto the end");
        channel.close();

        assertThat(heard).containsExactly("head 200", "data to the end", "failed UPSTREAM_UNREACHABLE");
    }

    @Test
    void aConnectionThatItsSiteWantsClosedIsNotKept() {
        begin("GET");
        arrives("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx");

        assertThat(heard).containsExactly("head 200", "data x", "end");
        assertThat(channel.isActive()).isFalse();
        assertThat(figures.idle().sum()).isZero();
    }

    @Test
    void aSecondAnswerToOneQuestionEndsTheConnection() {
        begin("GET");
        arrives("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nxHTTP/1.1 200 OK\r\n\r\n");

        assertThat(heard).containsExactly("head 200", "data x", "end");
        assertThat(channel.isActive()).isFalse();
    }

    @Test
    void anAnswerWithoutAQuestionEndsTheConnection() {
        begin("GET");
        arrives("HTTP/1.1 204 No Content\r\n\r\n");
        arrives("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

        assertThat(heard).containsExactly("head 204", "end");
        assertThat(channel.isActive()).isFalse();
        assertThat(figures.idle().sum()).isZero();
    }

    @Test
    void anotherCustomersRequestDoesNotFindAWaitingConnection() {
        // Given
        begin("GET");
        arrives("HTTP/1.1 204 No Content\r\n\r\n");
        Site others = new Site(
                ScopeIssuer.create(new Region("lab")).issueForNewCustomer(new Actor.Gateway("n")),
                site.tls(),
                site.host(),
                site.port(),
                site.addresses());

        // Then
        assertThat(connection.serves(site)).isTrue();
        assertThat(connection.serves(others)).isFalse();
        assertThat(UpstreamKey.of(others, site.addresses().getFirst())).isNotEqualTo(connection.key());
    }
}

package dev.sekisho.gateway.destination;

import dev.sekisho.kernel.scope.CustomerId;
import io.netty.channel.AddressedEnvelope;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsNameResolverTimeoutException;
import io.netty.resolver.dns.NoopAuthoritativeDnsServerCache;
import io.netty.resolver.dns.NoopDnsCache;
import io.netty.resolver.dns.NoopDnsCnameCache;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * DNS (RFC 1035) over UDP, with TCP for truncated answers, to configured recursive servers: A and AAAA at once, each server
 * in turn, twice round. A name's other family is waited for at most a quarter of a second (RFC 8305, section 3).
 */
final class DnsLookup implements Lookup {
    private static final int ROUNDS = 2;
    private static final Duration OTHER_FAMILY = Duration.ofMillis(250);

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final List<InetSocketAddress> attempts = new ArrayList<>();
    private final DnsNameResolver resolver;
    private final boolean sixFirst;

    DnsLookup(List<InetSocketAddress> servers, Duration timeout, OwnAddresses own) {
        for (int round = 0; round < ROUNDS; round++) {
            attempts.addAll(servers);
        }
        sixFirst = own.haveGlobalIpv6();
        resolver = new DnsNameResolverBuilder(loop.next())
                .datagramChannelType(NioDatagramChannel.class)
                .socketChannelType(NioSocketChannel.class)
                .queryTimeoutMillis(Math.max(100, timeout.toMillis() / attempts.size()))
                .resolveCache(NoopDnsCache.INSTANCE)
                .cnameCache(NoopDnsCnameCache.INSTANCE)
                .authoritativeDnsServerCache(NoopAuthoritativeDnsServerCache.INSTANCE)
                .searchDomains(List.of())
                .build();
    }

    @Override
    public CompletableFuture<Answer> find(CustomerId customer, String name) {
        CompletableFuture<DnsAnswer> four = ask(name, DnsRecordType.A, 0);
        CompletableFuture<DnsAnswer> six = ask(name, DnsRecordType.AAAA, 0);
        CompletableFuture<DnsAnswer> fourInTime = boundedBy(four, six);
        CompletableFuture<DnsAnswer> sixInTime = boundedBy(six, four);
        return fourInTime.thenCombine(sixInTime, (a, b) -> sixFirst ? b.with(a) : a.with(b));
    }

    /** The same answer, or none in time if the other family has addresses and this one keeps everybody waiting. */
    private static CompletableFuture<DnsAnswer> boundedBy(
            CompletableFuture<DnsAnswer> answer, CompletableFuture<DnsAnswer> other) {
        CompletableFuture<DnsAnswer> bounded = answer.copy();
        var ignored = other.thenAccept(found -> {
            if (!found.addresses().isEmpty()) {
                bounded.completeOnTimeout(DnsAnswer.TIMEOUT, OTHER_FAMILY.toMillis(), TimeUnit.MILLISECONDS);
            }
        });
        return bounded;
    }

    private CompletableFuture<DnsAnswer> ask(String name, DnsRecordType type, int attempt) {
        CompletableFuture<DnsAnswer> answer = new CompletableFuture<>();
        resolver.query(attempts.get(attempt), new DefaultDnsQuestion(name + ".", type))
                .addListener((Future<AddressedEnvelope<DnsResponse, InetSocketAddress>> done) ->
                        answer.complete(read(name, type, done)));
        return answer.thenCompose(found -> found.isFinal() || attempt + 1 == attempts.size()
                ? CompletableFuture.completedFuture(found)
                : ask(name, type, attempt + 1));
    }

    private static DnsAnswer read(
            String name, DnsRecordType type, Future<AddressedEnvelope<DnsResponse, InetSocketAddress>> done) {
        if (!done.isSuccess()) {
            return done.cause() instanceof DnsNameResolverTimeoutException ? DnsAnswer.TIMEOUT : DnsAnswer.FAILED;
        }
        AddressedEnvelope<DnsResponse, InetSocketAddress> envelope = done.getNow();
        try {
            return DnsAnswer.read(name, type, envelope.content());
        } finally {
            envelope.release();
        }
    }

    @Override
    public void close() {
        resolver.close();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    /** Alternates the two lists, the first one's element first (RFC 8305, section 4). */
    static List<InetAddress> interleave(List<InetAddress> first, List<InetAddress> second) {
        List<InetAddress> all = new ArrayList<>();
        for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
            if (i < first.size()) {
                all.add(first.get(i));
            }
            if (i < second.size()) {
                all.add(second.get(i));
            }
        }
        return all;
    }
}

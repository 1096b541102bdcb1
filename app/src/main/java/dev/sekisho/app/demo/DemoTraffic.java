package dev.sekisho.app.demo;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * People who browse: each opens a page of the recording, loads what belongs to it, then the next one, and now and then a site
 * that a policy refuses. A burst first, so that the console has something to show, then a drip until this is closed.
 */
public final class DemoTraffic implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DemoTraffic.class);
    private static final int BURST = 1_500;
    private static final Duration BURST_TIME = Duration.ofSeconds(20);
    private static final double DRIP_PER_SECOND = 3;
    private static final int VISITORS = 2;
    private static final int MAX_VISITS_PER_PAGE = 25;
    private static final double REFUSED_SITE_CHANCE = 0.5;
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final long SEED = 1603;

    private final PageLoads loads;
    private final Pace pace;
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final List<SslContext> trusts = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final LongAdder answered = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private volatile boolean closed;

    private DemoTraffic(PageLoads loads, Pace pace) {
        this.loads = loads;
        this.pace = pace;
    }

    /** Starts the browsers of all customers. */
    static DemoTraffic start(
            InetSocketAddress proxy, Path home, List<DemoCustomer> customers, DemoPeople people, PageLoads loads) {
        return start(proxy, home, customers, people, loads, new Pace(BURST, BURST_TIME, DRIP_PER_SECOND));
    }

    static DemoTraffic start(
            InetSocketAddress proxy,
            Path home,
            List<DemoCustomer> customers,
            DemoPeople people,
            PageLoads loads,
            Pace pace) {
        DemoTraffic traffic = new DemoTraffic(loads, pace);
        UserAgents agents = new UserAgents();
        Random random = new Random(SEED);
        for (DemoCustomer customer : customers) {
            SslContext trust = trust(home.resolve(customer.caFile()));
            traffic.trusts.add(trust);
            for (Browser.Device device : devices(proxy, customer, people, agents, random)) {
                Random own = new Random(random.nextLong());
                traffic.threads.add(Thread.ofVirtual()
                        .name("demo-browser")
                        .unstarted(() -> traffic.browse(new Browser(traffic.loop, device, trust), own)));
            }
        }
        traffic.threads.forEach(Thread::start);
        return traffic;
    }

    static SslContext trust(Path certificate) {
        try {
            return SslContextBuilder.forClient()
                    .trustManager(certificate.toFile())
                    .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                    .build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new SekishoException(
                    ErrorCode.CONFIG_INVALID,
                    "the demonstration cannot read the inspection certificate \"" + certificate.getFileName()
                            + "\" in the home folder.",
                    e);
        }
    }

    /** Everybody who can sign in, and visitors. */
    private static List<Browser.Device> devices(
            InetSocketAddress proxy, DemoCustomer customer, DemoPeople people, UserAgents agents, Random random) {
        List<Browser.Device> devices = new ArrayList<>();
        for (int i = 0; i < customer.people().size(); i++) {
            DemoPerson person = customer.people().get(i);
            InetAddress address = customer.deviceOf(i);
            people.passwordOf(person)
                    .ifPresent(password -> devices.add(new Browser.Device(
                            proxy,
                            address,
                            Optional.of(person.login() + ":" + password),
                            agents.pick(random),
                            person.language())));
        }
        for (int i = 0; i < VISITORS; i++) {
            devices.add(new Browser.Device(
                    proxy, customer.visitorsDevice(), Optional.empty(), agents.pick(random), "en,ja;q=0.5"));
        }
        return devices;
    }

    private void browse(Browser browser, Random random) {
        try (browser) {
            while (!closed) {
                if (random.nextDouble() < REFUSED_SITE_CHANCE) {
                    List<Visit> sites = PageLoads.refusedSites();
                    load(browser, List.of(sites.get(random.nextInt(sites.size()))));
                }
                load(browser, part(random));
            }
        } catch (InterruptedException e) {
            // Closed: the normal end.
            Thread.currentThread().interrupt();
        }
    }

    /** A page, and a part of what belongs to it: some of the recorded ones have hundreds of pieces. */
    private List<Visit> part(Random random) {
        List<Visit> page = loads.pages().get(random.nextInt(loads.pages().size()));
        int length = Math.min(page.size() - 1, 5 + random.nextInt(MAX_VISITS_PER_PAGE - 5));
        int start = 1 + random.nextInt(page.size() - length);
        List<Visit> part = new ArrayList<>(page.subList(start, start + length));
        part.addFirst(page.getFirst());
        return part;
    }

    private void load(Browser browser, List<Visit> page) throws InterruptedException {
        for (Visit visit : page) {
            pace.await();
            if (closed) {
                return;
            }
            try {
                Reply reply = browser.visit(visit);
                (reply.refused() ? refused : answered).increment();
            } catch (IOException e) {
                if (!closed) {
                    failed.increment();
                    LOG.debug("a demonstration request to {} failed", visit.host(), e);
                    Thread.sleep(AFTER_FAILURE);
                }
            }
        }
    }

    /** What came of the requests so far. */
    public Figures figures() {
        return new Figures(answered.sum(), refused.sum(), failed.sum());
    }

    /**
     * Requests by what came of them.
     *
     * @param answered the site's answer, or another answer of the gateway that is no refusal by a decision
     * @param refused the gateway decided against it
     * @param failed no answer
     */
    public record Figures(long answered, long refused, long failed) {}

    /** Stops asking, at once; a second time does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        threads.forEach(Thread::interrupt);
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
        trusts.forEach(ReferenceCountUtil::release);
        trusts.clear();
        Figures figures = figures();
        LOG.info(
                "demonstration traffic ended: {} answered, {} refused, {} failed",
                figures.answered(),
                figures.refused(),
                figures.failed());
    }
}

package dev.sekisho.gateway.world;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** Fails a test class in which Netty's leak detector found a buffer that nobody released. */
public final class LeakWatch extends AppenderBase<ILoggingEvent> implements BeforeAllCallback, AfterAllCallback {
    private final List<String> leaks = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getFormattedMessage().contains("LEAK:")) {
            leaks.add(event.getFormattedMessage());
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        start();
        logger().addAppender(this);
    }

    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        check();
        logger().detachAppender(this);
        if (!leaks.isEmpty()) {
            throw new AssertionError(leaks.size() + " leaks, the first: " + leaks.getFirst());
        }
    }

    /** Makes the detector look; returns what it has found so far. */
    public List<String> check() throws InterruptedException {
        for (int i = 0; i < 4; i++) {
            System.gc();
            Thread.sleep(20); // the collector's queue is filled by a thread of its own, with no condition to wait on
            ByteBufAllocator.DEFAULT.directBuffer(16).release(); // the detector reports when something is allocated
        }
        return List.copyOf(leaks);
    }

    /** Forgets what was found; for the test of this watch itself. */
    public void forget() {
        leaks.clear();
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
    }
}

package dev.sekisho.directory.service;

import dev.sekisho.directory.AuditTrail;
import dev.sekisho.directory.Authentication;
import dev.sekisho.directory.CollectionTable;
import dev.sekisho.directory.CustomerDirectory;
import dev.sekisho.directory.Customers;
import dev.sekisho.directory.Departures;
import dev.sekisho.directory.Directory;
import dev.sekisho.directory.DirectoryOptions;
import dev.sekisho.directory.LicenceTable;
import dev.sekisho.directory.OnRampTable;
import dev.sekisho.directory.Operators;
import dev.sekisho.directory.Setup;
import dev.sekisho.directory.base.Foundation;
import dev.sekisho.directory.setup.SealedSetup;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.job.Job;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.policy.PolicySource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directory over sealed records; one thread looks for changes of other processes. */
public final class DirectoryService implements Directory {
    private static final Logger log = LoggerFactory.getLogger(DirectoryService.class);
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final Parts parts;
    private final Authentication authentication;
    private final Setup setup;
    private final AtomicBoolean failing = new AtomicBoolean();
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("directory-refresh").factory());

    private DirectoryService(DirectoryOptions options) {
        this.parts = new Parts(Foundation.of(options));
        this.authentication = new SealedAuthentication(parts);
        this.setup = new SealedSetup(parts.foundation, parts.audit);
    }

    /** As {@link dev.sekisho.directory.Directories#open}. */
    public static Directory open(DirectoryOptions options) {
        DirectoryService service = new DirectoryService(options);
        options.vault().onWithdrawn(service::withdrawn);
        service.parts.register.complete();
        service.refresh();
        var unused = service.looking.scheduleWithFixedDelay(
                service::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
        return service;
    }

    /** At once for whoever asks; what is left of it in memory goes with the next look, which is due now. */
    private void withdrawn(CustomerId customer) {
        parts.live.withdraw(customer);
        if (!looking.isShutdown()) {
            looking.execute(this::look);
        }
    }

    private void look() {
        try {
            refresh();
            if (failing.getAndSet(false)) {
                log.info("The directory sees changes of other processes again.");
            }
        } catch (SekishoException e) {
            if (!failing.getAndSet(true)) {
                log.warn("The directory cannot look for changes; what is known stays in force: {}", e.getMessage());
            }
        } catch (RuntimeException e) {
            // Nothing may end the looking.
            log.error("The directory cannot look for changes", e);
        }
    }

    @Override
    public CustomerDirectory of(CustomerScope scope) {
        return parts.of(scope);
    }

    @Override
    public Customers customers() {
        return parts.register;
    }

    @Override
    public Departures departures() {
        return parts.departures;
    }

    @Override
    public LicenceTable licences() {
        return parts.live;
    }

    @Override
    public Operators operators() {
        return parts.operators;
    }

    @Override
    public Authentication authentication() {
        return authentication;
    }

    @Override
    public OnRampTable onRamps() {
        return parts.live;
    }

    @Override
    public PolicySource policies() {
        return parts.live;
    }

    @Override
    public CollectionTable collections() {
        return parts.live;
    }

    @Override
    public Setup setup() {
        return setup;
    }

    @Override
    public AuditTrail audit() {
        return parts.audit;
    }

    @Override
    public List<Job> jobs() {
        return List.of(new Housekeeping(parts));
    }

    @Override
    public void refresh() {
        parts.refresh();
    }

    @Override
    public void onForgotten(Consumer<CustomerId> listener) {
        parts.live.onForgotten(listener);
    }

    @Override
    public String problem() {
        if (failing.get()) {
            return "changes of other processes cannot be seen; what is known stays in force";
        }
        int unreadable = parts.live.unreadable();
        return unreadable == 0 ? "" : unreadable + " customer(s) have settings or a policy that cannot be read";
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}

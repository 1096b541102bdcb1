package dev.sekisho.app.demo;

import dev.sekisho.directory.CustomerDirectory;
import dev.sekisho.gateway.destination.Redirects;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * The demonstration of one process: origins on loopback that answer as recorded sites did, people in the directory of the two
 * customers, and browsers that load pages through the gateway. Nothing goes around the gateway, and nothing leaves the machine.
 */
public final class Demo implements AutoCloseable {
    private final PageLoads loads = PageLoads.read();
    private final List<DemoCustomer> customers = DemoCustomer.both();
    private final DemoPeople people = new DemoPeople();
    private final DemoOrigins origins;
    private Optional<DemoTraffic> traffic = Optional.empty();

    private Demo() throws InterruptedException {
        origins = new DemoOrigins(loads.all());
    }

    /** Starts the origins, on free ports of the loopback address. */
    public static Demo origins() throws InterruptedException {
        return new Demo();
    }

    /** Where the recorded hosts are: for the gateway's options; the guard opens exactly these endpoints. */
    public Redirects redirects() {
        return new Redirects(origins.endpoints());
    }

    /** The root of the origins' certificates: for the gateway's options, as a further root. */
    public X509Certificate authority() {
        return origins.root();
    }

    /**
     * Makes the people of a customer known, and the network from which they come. Passwords are new each time and stay in this
     * process.
     *
     * @param directory of the customer; one whose name is not of the demonstration is left alone
     */
    public void enrol(CustomerDirectory directory) {
        String name = directory.settings().name();
        customers.stream()
                .filter(customer -> customer.name().equals(name))
                .forEach(customer -> people.enrol(customer, directory.onRamps(), directory.people()));
    }

    /**
     * Starts the browsers: 1,500 requests in 20 seconds, then three a second until closed.
     *
     * @param proxy a listener of the gateway
     * @param home the folder with the customers' inspection certificates
     * @return the traffic; close it before the gateway, so that no request is cut off
     * @throws dev.sekisho.kernel.error.SekishoException {@code CONFIG_INVALID} if a certificate cannot be read
     */
    public synchronized DemoTraffic startTraffic(InetSocketAddress proxy, Path home) {
        if (traffic.isPresent()) {
            throw new IllegalStateException("the demonstration's traffic runs already");
        }
        DemoTraffic started = DemoTraffic.start(proxy, home, customers, people, loads);
        traffic = Optional.of(started);
        return started;
    }

    @Override
    public synchronized void close() {
        traffic.ifPresent(DemoTraffic::close);
        traffic = Optional.empty();
        origins.close();
    }
}

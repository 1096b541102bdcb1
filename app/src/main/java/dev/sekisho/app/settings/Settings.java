package dev.sekisho.app.settings;

import dev.sekisho.seal.KeyCopyPlace;
import dev.sekisho.seal.vault.TransitOptions;
import dev.sekisho.trust.mail.MailboxOptions;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The whole configuration. Every option is documented in {@code docs/configuration.md}; a test compares the two.
 *
 * @param home folder of everything the installation keeps, except keys' second places and the root key
 * @param region the name of the one region this process serves
 * @param lists folder with a catalogue of category lists; the distribution's own if empty
 * @param gateway the data plane
 * @param control the control plane
 * @param lake the event lake
 * @param keys where keys are kept
 * @param mailbox where requests for erasure come in by mail, if anywhere
 * @param backupTargets where backup sets go; none means that there are no backups
 */
public record Settings(
        Path home,
        String region,
        Optional<Path> lists,
        Gateway gateway,
        Control control,
        Lake lake,
        Keys keys,
        Optional<MailboxOptions> mailbox,
        List<BackupTarget> backupTargets) {

    /** The same with targets and key copies beside home, if none are configured: what a demonstration or laboratory has. */
    public Settings rehearsingBackups() {
        if (!backupTargets.isEmpty() || !keys.dailyCopies().isEmpty()) {
            return this;
        }
        String name = String.valueOf(home.getFileName());
        return new Settings(
                home,
                region,
                lists,
                gateway,
                control,
                lake,
                keys.withDailyCopies(List.of(new KeyCopyPlace(
                        home.resolveSibling(name + "-key-copies"), home.resolveSibling(name + "-copy-keys")))),
                mailbox,
                List.of(
                        new BackupTarget("first", "here", home.resolveSibling(name + "-backup-1")),
                        new BackupTarget("second", "there", home.resolveSibling(name + "-backup-2"))));
    }

    /**
     * The data plane.
     *
     * @param listeners where proxies listen
     * @param names file of static names in hosts(5) format, asked before DNS
     * @param dns resolvers; empty for the system's
     * @param allowDestinations networks that are otherwise refused
     * @param upstreamTrust PEM files of further root certificates
     */
    public record Gateway(
            List<Listener> listeners,
            Optional<Path> names,
            List<InetSocketAddress> dns,
            List<String> allowDestinations,
            List<Path> upstreamTrust) {}

    /**
     * One proxy listener.
     *
     * @param address where it listens
     * @param tls whether clients speak TLS to the proxy itself
     * @param tlsProfile which TLS: {@code modern} or {@code seed-compat}
     * @param proxyProtocol networks of load balancers whose PROXY header is believed
     */
    public record Listener(InetSocketAddress address, boolean tls, String tlsProfile, List<String> proxyProtocol) {}

    /**
     * The control plane.
     *
     * @param listen console and API
     * @param operatorListen operator API, health and metrics; the same as {@code listen} if empty
     * @param database an external PostgreSQL, or empty for the embedded one
     */
    public record Control(
            InetSocketAddress listen, Optional<InetSocketAddress> operatorListen, Optional<Database> database) {}

    /**
     * An external PostgreSQL 15 or newer.
     *
     * @param url its JDBC address, without user and password
     * @param credentials file with mode 0600 and the lines {@code user=} and {@code password=} of the database's owner
     */
    public record Database(String url, Path credentials) {}

    /**
     * The event lake.
     *
     * @param durabilityMs longest time, in milliseconds, until an accepted event is on disk; 1 to 1,000
     */
    public record Lake(int durabilityMs) {}

    /**
     * Where keys are kept.
     *
     * @param rootFile the root key; never within {@code home}. It only marks the installation where the root is in a key service
     * @param passphraseFile file whose content locks the root key, if any
     * @param rootService the key service that holds the root, if any
     * @param copies the key store's places beside {@code home/keys}; at least one
     * @param customerServices the key services of customers that hold a second wrap of their keys
     * @param dailyCopies where copies of the key store go that live for eight days, and the keys that open them
     */
    public record Keys(
            Path rootFile,
            Optional<Path> passphraseFile,
            Optional<TransitOptions> rootService,
            List<Path> copies,
            List<TransitOptions> customerServices,
            List<KeyCopyPlace> dailyCopies) {
        Keys withDailyCopies(List<KeyCopyPlace> places) {
            return new Keys(rootFile, passphraseFile, rootService, copies, customerServices, places);
        }
    }

    /**
     * Where backup sets go.
     *
     * @param name what it is called
     * @param place the failure domain it lies in
     * @param store a folder or a keeper
     */
    public record BackupTarget(String name, String place, BackupStore store) {
        /** In a folder. */
        public BackupTarget(String name, String place, Path folder) {
            this(name, place, new BackupStore.Folder(folder));
        }

        /** The folder, if it is one. */
        public Optional<Path> folder() {
            return store instanceof BackupStore.Folder folder ? Optional.of(folder.path()) : Optional.empty();
        }
    }

    /** What keeps backup sets. */
    public sealed interface BackupStore {
        /** A folder on another disk or machine; absolute. */
        record Folder(Path path) implements BackupStore {}

        /**
         * A keeper on another machine.
         *
         * @param address {@code https://HOST:PORT}
         * @param certificate its certificate, PEM, carried from it
         * @param token file with what it wants to be shown, mode 0600
         */
        record Keeper(URI address, Path certificate, Path token) implements BackupStore {}
    }
}

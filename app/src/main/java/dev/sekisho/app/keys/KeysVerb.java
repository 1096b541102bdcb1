package dev.sekisho.app.keys;

import dev.sekisho.app.Verb;
import dev.sekisho.app.backup.KitPrinter;
import dev.sekisho.app.settings.Settings;
import dev.sekisho.app.standalone.StoppedHome;
import dev.sekisho.directory.CustomerReference;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.seal.KeyLife;
import dev.sekisho.seal.Vault;
import dev.sekisho.seal.VaultOptions.Start;
import dev.sekisho.seal.Vaults;
import dev.sekisho.trust.keys.KeyRotation.What;
import dev.sekisho.trust.keys.KeyRotations;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/** {@code sekisho keys}: what keys there are, and their replacement, on an installation that does not run. */
public final class KeysVerb implements Verb {
    private static final int DONE = 0;
    private static final int NO = 1;
    private static final int COULD_NOT = 2;

    @Override
    public String help() {
        return """
                usage: sekisho keys ACTION [--home DIR] [--config FILE]
                shows and replaces the keys of an installation that does not run; exit code 0 done, 1 no, 2 could not
                  status                     where the root is, how many keys, whether every place is whole
                  copies                     the places of the key store; those that are behind are brought up to date
                  kit --shares N --threshold K --out DIR [--lang en|ja]
                                             the recovery kit: the root in N shares for paper, a file each, K of which bring
                                             it back; needed by sekisho restore
                  rotate-root [--to file|vault] [--passphrase-file FILE]
                                             a new root: only the heads of the key store are wrapped anew.
                                             --to moves it to the root file or to the configured key service
                  rotate-region              new keys of the region: every customer's own keys are wrapped anew
                  rotate-customer REF        new keys of one customer, by its handle
                  rotate-installation        new keys of the installation itself
                  rewrap                     wraps anew under the newest version of the key services' keys
                  wrap-customer REF SERVICE  from now on a customer's keys take its own key service as well
                  unwrap-customer REF        ends that
                No rotation touches sealed data. One that was cut off goes on at the next start.
                  --home DIR                 folder of the installation (default: data)
                  --config FILE              configuration (docs/configuration.md)""";
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) throws Exception {
        Optional<KeysRequest> read = KeysRequest.read(arguments);
        if (read.isEmpty()) {
            err.println(help());
            return COULD_NOT;
        }
        KeysRequest request = read.get();
        Settings settings = request.settings();
        Start start = request.action().equals("rotate-root") ? Start.ROOT_MOVES : Start.KEYS_EXIST;
        try (StoppedHome home = StoppedHome.open(settings, start)) {
            KeyLife life = home.vault().life();
            return switch (request.action()) {
                case "status" -> status(settings, home.vault(), out);
                case "copies" -> copies(settings, home.vault(), out);
                case "kit" -> {
                    KitPrinter.write(request.kit().orElseThrow(), settings, home.vault(), out);
                    yield DONE;
                }
                case "rotate-root" -> rotateRoot(request, home, out);
                case "rotate-region" -> {
                    out.println(
                            "The region's keys are new; the keys of "
                                    + noting(request, home, What.REGION, life::rotateRegion)
                                    + " owners (every customer and the installation) were wrapped anew. The old ones are in no place.");
                    yield DONE;
                }
                case "rotate-installation" -> {
                    out.println("The installation's own keys are new; "
                            + noting(request, home, What.INSTALLATION, life::rotateInstallation)
                            + " keys below them were wrapped anew.");
                    yield DONE;
                }
                case "rewrap" -> {
                    int customers = noting(request, home, What.REWRAP, life::rewrap);
                    out.println("The region's keys were wrapped anew by the root ("
                            + life.status().root() + "), and the keys of " + customers
                            + " customers by their own key services.");
                    yield DONE;
                }
                default -> ofCustomer(request, home, out, err);
            };
        }
    }

    /** Leaves a note that the next start makes a receipt of. */
    private static int noting(KeysRequest request, StoppedHome home, What what, IntSupplier work) {
        Optional<CustomerReference> customer = request.operands().isEmpty() ? Optional.empty() : request.reference();
        return new KeyRotations(home.vault().installation()).noting(what, customer, Instant.now(), work);
    }

    private static IntSupplier counted(Runnable work) {
        return () -> {
            work.run();
            return 0;
        };
    }

    private static int status(Settings settings, Vault vault, PrintStream out) throws IOException {
        KeyLife.Status status = vault.life().status();
        out.println("root:               " + status.root()
                + (status.root().equals("file")
                                && settings.keys().passphraseFile().isEmpty()
                        ? " (without a passphrase)"
                        : ""));
        out.println("customers:          " + status.customers() + ", of them with a key service of their own: "
                + status.wrappedTwice());
        out.println("keys in the store:  " + status.entries());
        if (status.rotating()) {
            out.println("a rotation of the region's keys was cut off and waits for every place to be writable");
        }
        int places = copies(settings, vault, out);
        return status.rotating() ? NO : places;
    }

    /** Opening repaired what could be; what is left is said. */
    private static int copies(Settings settings, Vault vault, PrintStream out) throws IOException {
        vault.places()
                .forEach(place -> out.println("place:              " + place.place() + ": "
                        + (place.healthy() ? "whole" : "behind")
                        + (place.detail().isEmpty() ? "" : " (" + place.detail() + ")")));
        if (Vaults.onOneDisk(KeyOptions.places(settings))) {
            out.println("all places are on one disk; its loss would be the loss of all keys (keys.copies)");
        }
        return vault.places().stream().allMatch(Vault.PlaceHealth::healthy) ? DONE : NO;
    }

    private static int rotateRoot(KeysRequest request, StoppedHome home, PrintStream out) {
        KeyLife life = home.vault().life();
        Settings.Keys keys = request.settings().keys();
        boolean inService = !life.status().root().equals("file");
        boolean toService =
                request.target().map(target -> target.equals("vault")).orElse(inService);
        if (toService) {
            var unused = noting(request, home, What.ROOT, counted(life::rotateRootToService));
            out.println("The root is in the " + life.status().root() + " now; " + keys.rootFile()
                    + " only marks this installation, and holds no secret.");
            return DONE;
        }
        Optional<Path> passphrase = request.passphraseFile().or(keys::passphraseFile);
        var unused = noting(request, home, What.ROOT, counted(() -> life.rotateRootToFile(passphrase)));
        out.println("The root is new, in " + keys.rootFile()
                + "; the old one opens nothing any more. Put the new file into the " + "recovery kit.");
        if (passphrase.isEmpty()) {
            out.println("It has no passphrase (keys.root.passphraseFile).");
        } else if (!passphrase.equals(keys.passphraseFile())) {
            out.println("Set keys.root.passphraseFile to " + passphrase.get() + " before the next start.");
        }
        if (keys.rootService().isPresent()) {
            out.println("Take keys.root.vault out of the configuration before the next start.");
        }
        return DONE;
    }

    private static int ofCustomer(KeysRequest request, StoppedHome home, PrintStream out, PrintStream err) {
        Optional<CustomerScope> customer = request.reference().flatMap(home::customer);
        if (customer.isEmpty()) {
            err.println(
                    "There is no customer of this handle here; operators see the handles in the console and the API.");
            return NO;
        }
        KeyLife life = home.vault().life();
        String handle = request.reference().map(CustomerReference::toString).orElse("");
        switch (request.action()) {
            case "rotate-customer" ->
                out.println("The own keys of customer " + handle + " are new; "
                        + noting(request, home, What.CUSTOMER, () -> life.rotateCustomer(customer.get()))
                        + " keys below them were wrapped anew.");
            case "wrap-customer" -> {
                List<String> names = new ArrayList<>();
                var unused = noting(
                        request,
                        home,
                        What.WRAP_CUSTOMER,
                        counted(() -> names.add(life.wrapTwice(customer.get(), request.service()))));
                out.println("The keys of customer " + handle + " take the key service " + request.service()
                        + " as well, whose log calls it " + names.getFirst()
                        + ". Copies of the key store from before open without it: "
                        + "run rotate-customer when those are gone.");
            }
            default -> {
                var unused = noting(request, home, What.UNWRAP_CUSTOMER, counted(() -> life.wrapOnce(customer.get())));
                out.println("The keys of customer " + handle + " take no key service of their own any more.");
            }
        }
        return DONE;
    }
}

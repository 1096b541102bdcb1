package dev.sekisho.app.standalone;

import dev.sekisho.directory.ApiTokens;
import dev.sekisho.directory.CustomerDirectory;
import dev.sekisho.directory.CustomerSettings;
import dev.sekisho.directory.Directory;
import dev.sekisho.directory.Operators;
import dev.sekisho.directory.People;
import dev.sekisho.directory.Person;
import dev.sekisho.directory.Role;
import dev.sekisho.directory.SourceNetwork;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The two customers of a laboratory or a demonstration. They are made once; secrets are new at every start, because the
 * installation keeps only digests of the old ones.
 */
final class Rehearsal {
    private static final Actor.Job ACTOR = new Actor.Job("rehearsal");
    private static final String TOKEN_NAME = "rehearsal";
    private static final Duration TOKEN_LIFE = Duration.ofDays(1);
    private static final String OPERATOR_LOGIN = "operator";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Directory directory;
    private final Path home;

    Rehearsal(Directory directory, Path home) {
        this.directory = directory;
        this.home = home;
    }

    /** The customers, in their fixed order; {@code policies} are published where there is none yet. */
    List<ReadyFile.Customer> customers(List<RehearsalCustomer> wanted) {
        return wanted.stream().map(this::customer).toList();
    }

    /** The operator. */
    ReadyFile.Operator operator(String url) {
        Operators operators = directory.operators();
        String password = password();
        Optional<Operators.Operator> known = operators.list().stream()
                .filter(operator -> operator.login().equals(OPERATOR_LOGIN))
                .findFirst();
        Operators.Operator operator = known.orElseGet(() ->
                operators.add(OPERATOR_LOGIN, "Operator", "operator@provider.test", password.toCharArray(), ACTOR));
        if (known.isPresent()) {
            operators.setPassword(operator.token(), password.toCharArray(), ACTOR);
        }
        return new ReadyFile.Operator(url, OPERATOR_LOGIN, password, freshToken(operators.tokens(operator.token())));
    }

    /** Ends what a rehearsal in this home folder left behind: its API tokens, the operator's and those of {@code customers}. */
    void endTokens(List<RehearsalCustomer> customers) {
        for (CustomerScope scope : directory.customers().scopes(ACTOR)) {
            CustomerDirectory customer = directory.of(scope);
            String name = customer.settings().name();
            if (customers.stream().anyMatch(wanted -> wanted.name().equals(name))) {
                revoke(customer.tokens());
            }
        }
        directory.operators().list().stream()
                .filter(operator -> operator.login().equals(OPERATOR_LOGIN))
                .forEach(operator -> revoke(directory.operators().tokens(operator.token())));
    }

    private ReadyFile.Customer customer(RehearsalCustomer wanted) {
        CustomerScope scope = scopeOf(wanted);
        CustomerDirectory customer = directory.of(scope);
        String password = password();
        administrator(customer.people(), wanted, password);
        SourceNetwork source = SourceNetwork.parse(wanted.onRamp());
        if (customer.onRamps().list().stream().noneMatch(ramp -> ramp.source().equals(source))) {
            customer.onRamps().add("Loopback", source, false);
        }
        if (customer.policies().current().isEmpty()) {
            customer.policies().publish(wanted.policy(), 0);
        }
        Path ca = home.resolve(wanted.caFile());
        try {
            Files.writeString(ca, customer.inspectionCa().certificatePem());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ReadyFile.Customer(
                wanted.name(), ca, freshToken(customer.tokens()), wanted.login(), password, wanted.onRamp());
    }

    private CustomerScope scopeOf(RehearsalCustomer wanted) {
        return directory.customers().scopes(ACTOR).stream()
                .filter(scope -> directory.of(scope).settings().name().equals(wanted.name()))
                .findFirst()
                .orElseGet(() -> directory
                        .customers()
                        .create(wanted.settings(), directory.customers().firstLicence(), ACTOR)
                        .scope());
    }

    private static void administrator(People people, RehearsalCustomer wanted, String password) {
        Optional<Person> known = people.findByLogin(wanted.login());
        if (known.isPresent()) {
            people.setPassword(known.get().token(), password.toCharArray());
            return;
        }
        people.add(
                new People.NewPerson(
                        wanted.login(), wanted.administrator(), wanted.login(), Role.ADMINISTRATOR, new TreeSet<>()),
                Optional.of(password.toCharArray()));
    }

    private static String freshToken(ApiTokens tokens) {
        revoke(tokens);
        return tokens.make(
                        TOKEN_NAME,
                        Role.ADMINISTRATOR,
                        Optional.of(Instant.now().plus(TOKEN_LIFE)))
                .secret();
    }

    private static void revoke(ApiTokens tokens) {
        for (ApiTokens.ApiToken token : tokens.list()) {
            if (token.name().equals(TOKEN_NAME)) {
                tokens.revoke(token.id());
            }
        }
    }

    private static String password() {
        byte[] bytes = new byte[18];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * A customer to make.
     *
     * @param name display name; also how it is found again
     * @param administrator the administrator's name
     * @param login the administrator's login
     * @param onRamp the source network
     * @param caFile name of the file in the home folder that gets the inspection authority's certificate
     * @param policy the first policy
     */
    record RehearsalCustomer(
            String name, String administrator, String login, String onRamp, String caFile, String policy) {
        CustomerSettings settings() {
            CustomerSettings initial = CustomerSettings.initial(name);
            return new CustomerSettings(
                    initial.name(),
                    "it-desk@" + login.substring(login.indexOf('@') + 1),
                    true,
                    initial.logRetentionDays(),
                    initial.logUnavailable(),
                    initial.timeZone(),
                    initial.version());
        }
    }
}

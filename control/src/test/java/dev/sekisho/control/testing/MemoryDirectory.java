package dev.sekisho.control.testing;

import dev.sekisho.directory.ApiTokens;
import dev.sekisho.directory.AuditTrail;
import dev.sekisho.directory.Authentication;
import dev.sekisho.directory.Caller;
import dev.sekisho.directory.CustomerDirectory;
import dev.sekisho.directory.CustomerReference;
import dev.sekisho.directory.CustomerSettings;
import dev.sekisho.directory.Customers;
import dev.sekisho.directory.Directory;
import dev.sekisho.directory.InspectionCa;
import dev.sekisho.directory.OnRampTable;
import dev.sekisho.directory.Operators;
import dev.sekisho.directory.People;
import dev.sekisho.directory.Person;
import dev.sekisho.directory.Role;
import dev.sekisho.directory.Sessions;
import dev.sekisho.directory.Setup;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Purpose;
import dev.sekisho.kernel.scope.ScopeIssuer;
import dev.sekisho.policy.PolicySource;
import dev.sekisho.policy.document.Problem;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A directory in memory with the meaning of the real one, without its seals. Tests of the control plane that need hundreds of
 * calls run on it; isolation is proved on the real one as well.
 */
public final class MemoryDirectory implements Directory {
    final InstantSource clock;
    final Map<String, Login> logins = new ConcurrentHashMap<>();
    final Map<String, Program> programs = new ConcurrentHashMap<>();
    private final Map<String, Open> sessions = new ConcurrentHashMap<>();
    private final Map<CustomerId, MemoryCustomer> customers = new LinkedHashMap<>();
    private final Map<CustomerId, Customers.Customer> register = new LinkedHashMap<>();
    private final Map<PersonToken, Operators.Operator> operators = new LinkedHashMap<>();
    private final Map<String, CustomerId> invitations = new ConcurrentHashMap<>();
    private final ScopeIssuer issuer;
    private final SecureRandom random = new SecureRandom();
    private final MemorySetup setup = new MemorySetup(this);
    final InspectionCa ca;

    /** An empty directory. */
    public MemoryDirectory(ScopeIssuer issuer, InstantSource clock, InspectionCa ca) {
        this.issuer = issuer;
        this.clock = clock;
        this.ca = ca;
    }

    record Login(String password, @Nullable MemoryCustomer customer, PersonToken person) {}

    record Program(Caller caller, Optional<Instant> expires) {}

    record Open(Sessions.Session session, Caller caller, byte[] state) {}

    Id128 newId() {
        return Id128.random(random);
    }

    String newSecret() {
        return newId().toString() + newId();
    }

    SekishoException rejected(List<Problem> problems) {
        return new dev.sekisho.directory.PolicyRejected(problems);
    }

    CustomerScope scope(MemoryCustomer customer, Actor actor) {
        return customers.entrySet().stream()
                .filter(entry -> entry.getValue() == customer)
                .map(entry -> issuer.issue(entry.getKey(), actor, Purpose.CUSTOMER_REQUEST))
                .findFirst()
                .orElseThrow();
    }

    Sessions sessionsOf(Predicate<PersonToken> mine) {
        return new Sessions() {
            @Override
            public List<Session> list(PersonToken person) {
                return sessions.values().stream()
                        .map(Open::session)
                        .filter(session -> session.person().equals(person) && mine.test(person))
                        .toList();
            }

            @Override
            public boolean revoke(PersonToken person, Id128 id) {
                return mine.test(person)
                        && sessions.values()
                                .removeIf(open -> open.session().id().equals(id)
                                        && open.session().person().equals(person));
            }

            @Override
            public int revokeAll(PersonToken person) {
                int before = sessions.size();
                sessions.values()
                        .removeIf(open ->
                                mine.test(person) && open.session().person().equals(person));
                return before - sessions.size();
            }
        };
    }

    @Override
    public CustomerDirectory of(CustomerScope scope) {
        MemoryCustomer customer = customers.get(scope.customer());
        if (customer == null) {
            throw new SekishoException(ErrorCode.KEY_UNKNOWN, "no such customer");
        }
        return customer.handle(scope);
    }

    @Override
    public Customers customers() {
        return new Customers() {
            @Override
            public Created create(CustomerSettings settings, Actor actor) {
                CustomerScope scope = issuer.issueForNewCustomer(actor);
                customers.put(scope.customer(), new MemoryCustomer(MemoryDirectory.this, settings));
                Customer made =
                        new Customer(new CustomerReference(newId()), settings.name(), issuer.region(), clock.instant());
                register.put(scope.customer(), made);
                return new Created(made, scope);
            }

            @Override
            public List<Customer> list() {
                return List.copyOf(register.values());
            }

            @Override
            public Optional<Customer> find(CustomerReference reference) {
                return register.values().stream()
                        .filter(customer -> customer.reference().equals(reference))
                        .findFirst();
            }

            @Override
            public List<CustomerScope> scopes(Actor.Job job) {
                return customers.keySet().stream()
                        .map(id -> issuer.issue(id, job, Purpose.SERVICE))
                        .toList();
            }

            @Override
            public String invite(CustomerReference reference, Role role, Duration life, Actor actor) {
                String secret = newSecret();
                register.forEach((id, customer) -> {
                    if (customer.reference().equals(reference)) {
                        invitations.put(secret, id);
                    }
                });
                return secret;
            }
        };
    }

    @Override
    public Operators operators() {
        return new Operators() {
            @Override
            public Operator add(String login, String name, String email, char[] password, Actor by) {
                Operator operator = new Operator(new PersonToken(newId()), login, name, email, clock.instant());
                operators.put(operator.token(), operator);
                logins.put(login, new Login(new String(password), null, operator.token()));
                return operator;
            }

            @Override
            public void setPassword(PersonToken token, char[] password, Actor by) {
                logins.put(find(token).orElseThrow().login(), new Login(new String(password), null, token));
            }

            @Override
            public boolean remove(PersonToken token, Actor by) {
                return operators.remove(token) != null;
            }

            @Override
            public List<Operator> list() {
                return List.copyOf(operators.values());
            }

            @Override
            public Optional<Operator> find(PersonToken token) {
                return Optional.ofNullable(operators.get(token));
            }

            @Override
            public ApiTokens tokens(PersonToken operator) {
                return new OperatorTokens(operator);
            }

            @Override
            public Sessions sessions() {
                return sessionsOf(operators::containsKey);
            }
        };
    }

    private final class OperatorTokens implements ApiTokens {
        private final PersonToken operator;

        OperatorTokens(PersonToken operator) {
            this.operator = operator;
        }

        @Override
        public Made make(String name, Role role, Optional<Instant> expires) {
            ApiToken token = new ApiToken(newId(), name, role, clock.instant(), expires);
            String secret = newSecret();
            programs.put(secret, new Program(new Caller.OperatorProgram(operator, token.id()), expires));
            return new Made(token, secret);
        }

        @Override
        public List<ApiToken> list() {
            return List.of();
        }

        @Override
        public boolean revoke(Id128 id) {
            return false;
        }
    }

    @Override
    public Authentication authentication() {
        return new MemoryAuthentication();
    }

    private final class MemoryAuthentication implements Authentication {
        @Override
        public Optional<Caller> signIn(String login, char[] password) {
            Login known = logins.get(login);
            return known == null || !known.password().equals(new String(password))
                    ? Optional.empty()
                    : Optional.of(caller(known));
        }

        private Caller caller(Login known) {
            MemoryCustomer customer = known.customer();
            if (customer == null) {
                return new Caller.OperatorPerson(known.person());
            }
            Person person =
                    Optional.ofNullable(customer.people.get(known.person())).orElseThrow();
            return new Caller.CustomerPerson(
                    scope(customer, new Actor.Person(person.token())), person.token(), person.role());
        }

        @Override
        public Optional<Identified> signIn(CustomerScope scope, String login, char[] password) {
            return Optional.empty();
        }

        @Override
        public Optional<Caller> apiToken(String secret) {
            return Optional.ofNullable(programs.get(secret))
                    .filter(program -> program.expires().isEmpty()
                            || program.expires().get().isAfter(clock.instant()))
                    .map(Program::caller);
        }

        @Override
        public NewSession openSession(Caller caller, String device, Duration idle, Duration life) {
            PersonToken person = switch (caller) {
                case Caller.CustomerPerson known -> known.token();
                case Caller.OperatorPerson known -> known.token();
                default -> throw new IllegalArgumentException("a program");
            };
            Sessions.Session session = new Sessions.Session(
                    newId(), person, clock.instant(), clock.instant().plus(idle), device);
            String secret = newSecret();
            sessions.put(secret, new Open(session, caller, new byte[0]));
            return new NewSession(session.id(), secret);
        }

        @Override
        public Optional<LiveSession> session(String secret) {
            return Optional.ofNullable(sessions.get(secret))
                    .map(open -> new LiveSession(open.session(), open.caller(), open.state()));
        }

        @Override
        public void saveState(String secret, byte[] state) {
            sessions.computeIfPresent(secret, (any, open) -> new Open(open.session(), open.caller(), state));
        }

        @Override
        public void closeSession(String secret) {
            sessions.remove(secret);
        }

        @Override
        public Optional<Invitation> invitation(String secret) {
            return Optional.ofNullable(invitations.get(secret))
                    .map(id -> new Invitation(
                            Optional.ofNullable(register.get(id)).orElseThrow().name(), Role.ADMINISTRATOR));
        }

        @Override
        public Caller accept(String secret, String login, String name, String email, char[] password) {
            CustomerId id = invitations.get(secret);
            if (id == null) {
                throw new SekishoException(ErrorCode.NOT_FOUND, "no such invitation");
            }
            MemoryCustomer customer = Optional.ofNullable(customers.get(id)).orElseThrow();
            customer.handle(issuer.issue(id, new Actor.Job("invitation"), Purpose.SERVICE))
                    .people()
                    .add(
                            new People.NewPerson(login, name, email, Role.ADMINISTRATOR, new TreeSet<>()),
                            Optional.of(password));
            invitations.remove(secret);
            return caller(Optional.ofNullable(logins.get(login)).orElseThrow());
        }
    }

    @Override
    public OnRampTable onRamps() {
        return source -> Optional.empty();
    }

    @Override
    public PolicySource policies() {
        return scope -> Optional.ofNullable(customers.get(scope.customer()))
                .filter(customer -> !customer.versions.isEmpty())
                .map(customer ->
                        customer.bundles.get(customer.versions.getLast().bundle()));
    }

    @Override
    public Setup setup() {
        return setup;
    }

    @Override
    public AuditTrail audit() {
        List<AuditTrail.Entry> entries = new ArrayList<>();
        return new AuditTrail() {
            @Override
            public void write(Actor actor, String verb, String object) {
                entries.add(new Entry(newId(), clock.instant(), actor, verb, object));
            }

            @Override
            public List<Entry> list(Optional<Id128> before, int limit) {
                return entries;
            }
        };
    }

    @Override
    public void refresh() {}

    @Override
    public void close() {}
}

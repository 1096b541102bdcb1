package dev.sekisho.control.testing;

import dev.sekisho.directory.ApiTokens;
import dev.sekisho.directory.AuditTrail;
import dev.sekisho.directory.Caller;
import dev.sekisho.directory.CustomerDirectory;
import dev.sekisho.directory.CustomerSettings;
import dev.sekisho.directory.InspectionCa;
import dev.sekisho.directory.OnRamps;
import dev.sekisho.directory.People;
import dev.sekisho.directory.Person;
import dev.sekisho.directory.Policies;
import dev.sekisho.directory.Role;
import dev.sekisho.directory.Sessions;
import dev.sekisho.directory.SourceNetwork;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.BundleHash;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.policy.CompileResult;
import dev.sekisho.policy.Policy;
import dev.sekisho.policy.PolicyCompiler;
import dev.sekisho.policy.category.Catalogue;
import dev.sekisho.policy.category.CategoryTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** One customer of the {@link MemoryDirectory}. */
final class MemoryCustomer {
    final MemoryDirectory directory;
    CustomerSettings settings;
    final Map<PersonToken, Person> people = new LinkedHashMap<>();
    final Map<Id128, ApiTokens.ApiToken> tokens = new LinkedHashMap<>();
    final Map<Id128, OnRamps.OnRamp> ramps = new LinkedHashMap<>();
    final List<Policies.PolicyVersion> versions = new ArrayList<>();
    final Map<BundleHash, Policy> bundles = new LinkedHashMap<>();
    final List<AuditTrail.Entry> trail = new ArrayList<>();

    MemoryCustomer(MemoryDirectory directory, CustomerSettings settings) {
        this.directory = directory;
        this.settings = settings;
    }

    CustomerDirectory handle(CustomerScope scope) {
        return new Handle(scope);
    }

    private final class Handle implements CustomerDirectory {
        private final CustomerScope scope;

        Handle(CustomerScope scope) {
            this.scope = scope;
        }

        private void note(String verb, String object) {
            trail.addFirst(
                    new AuditTrail.Entry(directory.newId(), directory.clock.instant(), scope.actor(), verb, object));
        }

        @Override
        public CustomerSettings settings() {
            return settings;
        }

        @Override
        public CustomerSettings update(CustomerSettings wanted, long expected) {
            if (settings.version() != expected) {
                throw new SekishoException(ErrorCode.CONFLICT, "changed meanwhile");
            }
            settings = new CustomerSettings(
                    wanted.name(),
                    wanted.contact(),
                    wanted.showNames(),
                    wanted.logRetentionDays(),
                    wanted.logUnavailable(),
                    wanted.timeZone(),
                    expected + 1);
            note("settings.update", Long.toString(expected + 1));
            return settings;
        }

        @Override
        public People people() {
            return new MemoryPeople(MemoryCustomer.this, this::note);
        }

        @Override
        public ApiTokens tokens() {
            return new ApiTokens() {
                @Override
                public Made make(String name, Role role, Optional<Instant> expires) {
                    ApiToken token = new ApiToken(directory.newId(), name, role, directory.clock.instant(), expires);
                    tokens.put(token.id(), token);
                    String secret = directory.newSecret();
                    directory.programs.put(
                            secret,
                            new MemoryDirectory.Program(
                                    new Caller.CustomerProgram(
                                            directory.scope(MemoryCustomer.this, new Actor.Program(token.id())),
                                            token.id(),
                                            role),
                                    expires));
                    note("token.make", token.id().toString());
                    return new Made(token, secret);
                }

                @Override
                public List<ApiToken> list() {
                    return List.copyOf(tokens.values());
                }

                @Override
                public boolean revoke(Id128 id) {
                    directory
                            .programs
                            .values()
                            .removeIf(program -> program.caller() instanceof Caller.CustomerProgram known
                                    && known.tokenId().equals(id)
                                    && tokens.containsKey(id));
                    return tokens.remove(id) != null;
                }
            };
        }

        @Override
        public Sessions sessions() {
            return directory.sessionsOf(people::containsKey);
        }

        @Override
        public OnRamps onRamps() {
            return new OnRamps() {
                @Override
                public List<OnRamp> list() {
                    return List.copyOf(ramps.values());
                }

                @Override
                public OnRamp add(String name, SourceNetwork source, boolean signIn) {
                    OnRamp ramp = new OnRamp(directory.newId(), name, source, signIn, 1);
                    ramps.put(ramp.id(), ramp);
                    return ramp;
                }

                @Override
                public OnRamp update(Id128 id, String name, SourceNetwork source, boolean signIn, long expected) {
                    OnRamp ramp = new OnRamp(id, name, source, signIn, expected + 1);
                    ramps.put(id, ramp);
                    return ramp;
                }

                @Override
                public boolean remove(Id128 id) {
                    return ramps.remove(id) != null;
                }
            };
        }

        @Override
        public Policies policies() {
            return new MemoryPolicies(scope, this::note);
        }

        @Override
        public InspectionCa inspectionCa() {
            return directory.ca;
        }

        @Override
        public AuditTrail audit() {
            return new AuditTrail() {
                @Override
                public void write(Actor actor, String verb, String object) {
                    note(verb, object);
                }

                @Override
                public List<Entry> list(Optional<Id128> before, int limit) {
                    List<Id128> ids = trail.stream().map(Entry::id).toList();
                    int from = before.map(ids::indexOf).orElse(-1) + 1;
                    return trail.stream().skip(from).limit(limit).toList();
                }
            };
        }
    }

    private final class MemoryPolicies implements Policies {
        private final CustomerScope scope;
        private final MemoryPeople.Note note;

        MemoryPolicies(CustomerScope scope, MemoryPeople.Note note) {
            this.scope = scope;
            this.note = note;
        }

        @Override
        public Optional<PolicyVersion> current() {
            return versions.isEmpty() ? Optional.empty() : Optional.of(versions.getLast());
        }

        @Override
        public Optional<PolicyVersion> version(long number) {
            return versions.stream().filter(v -> v.number() == number).findFirst();
        }

        @Override
        public List<Summary> history(Optional<Long> before, int limit) {
            return versions.reversed().stream()
                    .filter(v -> before.isEmpty() || v.number() < before.get())
                    .limit(limit)
                    .map(v -> new Summary(v.number(), v.bundle(), v.author(), v.published()))
                    .toList();
        }

        @Override
        public PolicyVersion publish(String document, long expected) {
            Policy policy = compile(document);
            long inForce = current().map(PolicyVersion::number).orElse(0L);
            if (expected != inForce) {
                throw new SekishoException(ErrorCode.CONFLICT, "another version is in force");
            }
            if (inForce > 0 && current().orElseThrow().document().equals(document)) {
                return current().orElseThrow();
            }
            bundles.put(policy.hash(), policy);
            versions.add(
                    new PolicyVersion(inForce + 1, document, policy.hash(), scope.actor(), directory.clock.instant()));
            note.write("policy.publish", Long.toString(inForce + 1));
            return versions.getLast();
        }

        @Override
        public Policy compile(String draft) {
            return switch (PolicyCompiler.compile(draft, Catalogue.shipped(), CategoryTable.empty())) {
                case CompileResult.Compiled compiled -> compiled.policy();
                case CompileResult.Rejected rejected -> throw directory.rejected(rejected.problems());
            };
        }

        @Override
        public Optional<Policy> bundle(BundleHash hash) {
            return Optional.ofNullable(bundles.get(hash));
        }
    }

    SortedSet<String> groups() {
        return people.values().stream()
                .flatMap(person -> person.groups().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    Set<PersonToken> named(String word) {
        return people.values().stream()
                .filter(person -> person.token().toString().equalsIgnoreCase(word)
                        || person.token().pseudonym().equalsIgnoreCase(word)
                        || person.login().equalsIgnoreCase(word)
                        || person.name().equalsIgnoreCase(word))
                .map(Person::token)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}

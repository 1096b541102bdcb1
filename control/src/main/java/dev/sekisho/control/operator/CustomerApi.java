package dev.sekisho.control.operator;

import dev.sekisho.control.access.CallerAuthentication;
import dev.sekisho.control.problem.Refusal;
import dev.sekisho.control.web.Answers.Page;
import dev.sekisho.directory.Caller;
import dev.sekisho.directory.CustomerReference;
import dev.sekisho.directory.CustomerSettings;
import dev.sekisho.directory.Customers.Created;
import dev.sekisho.directory.Customers.Customer;
import dev.sekisho.directory.Directory;
import dev.sekisho.directory.Role;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.trust.licence.Licences;
import dev.sekisho.trust.licence.Licences.Standing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What operators see of customers: handle, name, region, when. Their data is out of sight. */
@RestController
public class CustomerApi {
    private static final Duration INVITATION = Duration.ofDays(7);

    private final Directory directory;
    private final Licences licences;
    private final Region region;
    private final InstantSource clock;

    /** Customers of one region. */
    public CustomerApi(Directory directory, Licences licences, Region region, InstantSource clock) {
        this.directory = directory;
        this.licences = licences;
        this.region = region;
        this.clock = clock;
    }

    /** Every customer, oldest first. */
    @GetMapping("/api/v1/operator/customers")
    public Page<Item> list() {
        Map<CustomerReference, Standing> standings =
                licences.list().stream().collect(Collectors.toMap(Standing::reference, standing -> standing));
        // A customer without a licence is one that began to leave between the two questions.
        return Page.whole(directory.customers().list().stream()
                .flatMap(customer -> Stream.ofNullable(standings.get(customer.reference()))
                        .map(standing -> Item.of(customer, standing)))
                .toList());
    }

    /** Adds a customer and invites its first administrator. */
    @PostMapping("/api/v1/operator/customers")
    @ResponseStatus(HttpStatus.CREATED)
    public CreatedItem create(@RequestBody NewCustomer wanted, CallerAuthentication caller) {
        if (wanted.region() != null && !wanted.region().equals(region.name())) {
            throw Refusal.invalid("region", "is not served by this installation; it serves " + region.name());
        }
        if (wanted.name() == null || wanted.name().isBlank()) {
            throw Refusal.invalid("name", "1 to 200 characters");
        }
        Actor actor = actor(caller.caller());
        Created created = directory
                .customers()
                .create(
                        CustomerSettings.initial(wanted.name().trim()),
                        wanted.licence() == null
                                ? directory.customers().firstLicence()
                                : wanted.licence().licence(),
                        actor);
        String secret =
                directory.customers().invite(created.customer().reference(), Role.ADMINISTRATOR, INVITATION, actor);
        return new CreatedItem(
                Item.of(
                        created.customer(),
                        licences.find(created.customer().reference()).orElseThrow(Refusal::notFound)),
                new Invitation("/invitation?token=" + secret, clock.instant().plus(INVITATION)));
    }

    /** The regions that customers can be created in. */
    @GetMapping("/api/v1/operator/regions")
    public Page<RegionItem> regions() {
        return Page.whole(List.of(new RegionItem(region.name())));
    }

    static Actor.Operator actor(Caller caller) {
        return switch (caller) {
            case Caller.OperatorPerson person -> new Actor.Operator(person.token());
            case Caller.OperatorProgram program -> new Actor.Operator(program.token());
            case Caller.CustomerPerson any -> throw Refusal.permission("operator", List.of("operator"));
            case Caller.CustomerProgram any -> throw Refusal.permission("operator", List.of("operator"));
        };
    }

    /** A customer to be. */
    public record NewCustomer(
            @Nullable String name, @Nullable String region, CustomerLicenceApi.@Nullable Terms licence) {}

    /** A customer as operators see it. */
    public record Item(String handle, String name, String region, Instant created, CustomerLicenceApi.Item licence) {
        static Item of(Customer customer, Standing standing) {
            return new Item(
                    customer.reference().toString(),
                    customer.name(),
                    customer.region().name(),
                    customer.created(),
                    CustomerLicenceApi.Item.of(standing));
        }
    }

    /** A new customer and the way in for its administrator. */
    public record CreatedItem(Item customer, Invitation invitation) {}

    /** An invitation; its address is shown this once. */
    public record Invitation(String path, Instant expires) {}

    /** A region. */
    public record RegionItem(String name) {}
}

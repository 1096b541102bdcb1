package dev.sekisho.control.trust;

import dev.sekisho.control.access.CustomerDesk;
import dev.sekisho.control.access.Look;
import dev.sekisho.control.policy.Limits;
import dev.sekisho.control.problem.Refusal;
import dev.sekisho.control.web.Answers.Page;
import dev.sekisho.directory.AuditTrail;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.Actor;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who did what. */
@RestController
public class AuditApi {
    /** A page of the trail, newest first. */
    @GetMapping("/api/v1/audit")
    public Page<Item> list(
            @RequestParam(name = "limit", defaultValue = "100") int limit,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor,
            CustomerDesk desk) {
        int size = Limits.page(limit);
        desk.note(Look.at("audit.read"));
        List<AuditTrail.Entry> entries = desk.directory().audit().list(before(cursor), size);
        return new Page<>(
                entries.stream().map(entry -> Item.of(entry, desk)).toList(),
                entries.size() == size ? entries.getLast().id().toString() : null);
    }

    private static Optional<Id128> before(@Nullable String cursor) {
        try {
            return Optional.ofNullable(cursor).map(Id128::parse);
        } catch (IllegalArgumentException notACursor) {
            throw Refusal.invalid("cursor", "is not the \"next\" of a page");
        }
    }

    /** One entry. */
    public record Item(String id, Instant time, ActorItem actor, String action, String object) {
        static Item of(AuditTrail.Entry entry, CustomerDesk desk) {
            return new Item(
                    entry.id().toString(),
                    entry.time(),
                    ActorItem.of(entry.actor(), desk),
                    entry.verb(),
                    entry.object());
        }
    }

    /** Who; an operator is not told apart from another. */
    public record ActorItem(
            String kind,
            @Nullable String user,
            @Nullable String pseudonym,
            @Nullable String userName,
            @Nullable String name) {
        /** As the API shows it. */
        public static ActorItem of(Actor actor, CustomerDesk desk) {
            return switch (actor) {
                case Actor.Person person -> person(person.token(), desk);
                case Actor.Program program ->
                    new ActorItem("program", null, null, null, program.tokenId().toString());
                case Actor.Operator any -> new ActorItem("operator", null, null, null, null);
                case Actor.Gateway gateway -> new ActorItem("gateway", null, null, null, gateway.node());
                case Actor.Job job -> new ActorItem("job", null, null, null, job.name());
            };
        }

        private static ActorItem person(PersonToken token, CustomerDesk desk) {
            return new ActorItem("person", token.toString(), token.pseudonym(), desk.nameOf(token), null);
        }
    }
}

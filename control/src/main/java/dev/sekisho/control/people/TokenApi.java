package dev.sekisho.control.people;

import dev.sekisho.control.access.CustomerDesk;
import dev.sekisho.control.access.Handles;
import dev.sekisho.control.problem.Refusal;
import dev.sekisho.control.web.Answers.Page;
import dev.sekisho.directory.ApiTokens;
import dev.sekisho.directory.ApiTokens.ApiToken;
import dev.sekisho.directory.Role;
import dev.sekisho.kernel.error.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** API tokens of the customer. */
@RestController
public class TokenApi {
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final Duration USUAL = Duration.ofDays(90);
    private static final int MAX_TOKENS = 200;

    private final InstantSource clock;

    /** Tokens end by {@code clock}. */
    public TokenApi(InstantSource clock) {
        this.clock = clock;
    }

    /** All tokens, newest first. */
    @GetMapping("/api/v1/tokens")
    public Page<Item> list(CustomerDesk desk) {
        return Page.whole(desk.directory().tokens().list().reversed().stream()
                .map(Item::of)
                .toList());
    }

    /** Makes a token. Nobody makes one that may do more than the maker. */
    @PostMapping("/api/v1/tokens")
    @ResponseStatus(HttpStatus.CREATED)
    public Created create(@RequestBody NewToken wanted, CustomerDesk desk) {
        if (wanted.name() == null || wanted.name().isBlank() || wanted.name().length() > 100) {
            throw Refusal.invalid("name", "1 to 100 characters");
        }
        Role role = role(wanted.role());
        if (!desk.role().permissions().containsAll(role.permissions())) {
            throw Refusal.invalid("role", "may do more than you");
        }
        Instant now = clock.instant();
        Instant expires = wanted.expires() == null ? now.plus(USUAL) : wanted.expires();
        if (!expires.isAfter(now) || expires.isAfter(now.plus(LONGEST))) {
            throw Refusal.invalid("expires", "is not between now and 366 days ahead");
        }
        ApiTokens tokens = desk.directory().tokens();
        List<ApiToken> existing = tokens.list();
        if (existing.size() >= MAX_TOKENS) {
            throw Refusal.of(ErrorCode.CONFLICT, "There are " + MAX_TOKENS + " tokens already. Revoke one first.");
        }
        if (existing.stream().anyMatch(token -> token.name().equals(wanted.name()))) {
            throw Refusal.of(
                    ErrorCode.CONFLICT, "A token of this name exists already. Revoke it, or choose another name.");
        }
        ApiTokens.Made made = tokens.make(wanted.name(), role, Optional.of(expires));
        return new Created(Item.of(made.token()), made.secret());
    }

    /** Revokes a token at once. */
    @DeleteMapping("/api/v1/tokens/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    public void revoke(@PathVariable("id") String id, CustomerDesk desk) {
        if (!desk.directory().tokens().revoke(Handles.parse(id))) {
            throw Refusal.notFound();
        }
    }

    private static Role role(@Nullable String text) {
        try {
            return Role.ofWire(text == null ? "" : text);
        } catch (IllegalArgumentException unknown) {
            throw Refusal.invalid("role", "is no role of a customer");
        }
    }

    /** A token to be. */
    public record NewToken(
            @Nullable String name,
            @Nullable String role,
            @Nullable Instant expires) {}

    /** A token without its secret. */
    public record Item(
            String id,
            String name,
            String role,
            Instant created,
            @Nullable Instant expires) {
        static Item of(ApiToken token) {
            return new Item(
                    token.id().toString(),
                    token.name(),
                    token.role().wire(),
                    token.created(),
                    token.expires().orElse(null));
        }
    }

    /** A new token with its secret, which is in this answer and never again. */
    public record Created(Item token, String secret) {
        @Override
        public String toString() {
            return "new token";
        }
    }
}

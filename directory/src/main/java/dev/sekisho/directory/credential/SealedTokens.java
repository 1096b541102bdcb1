package dev.sekisho.directory.credential;

import dev.sekisho.directory.ApiTokens;
import dev.sekisho.directory.Role;
import dev.sekisho.directory.audit.SealedAudit;
import dev.sekisho.directory.base.Foundation;
import dev.sekisho.directory.base.Kind.Row;
import dev.sekisho.directory.base.Ticket;
import dev.sekisho.directory.credential.SecretRecords.TokenForm;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.records.RecordStore;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** API tokens of a customer or of one operator. */
public final class SealedTokens implements ApiTokens {
    /** The gatekeeper's word for tokens. */
    public static final String GATE = "token";

    /** How every token starts, so that scanners for leaked secrets can find one. */
    public static final String PREFIX = "sekisho_";

    private static final int MAX_NAME_CHARS = 100;

    private final Foundation foundation;
    private final RecordStore store;
    private final SealedAudit audit;
    private final Actor actor;
    private final Optional<CustomerId> customer;
    private final Optional<PersonToken> operator;

    /** Of a customer, or, with an operator, of the installation. */
    public SealedTokens(
            Foundation foundation,
            RecordStore store,
            SealedAudit audit,
            Actor actor,
            Optional<CustomerId> customer,
            Optional<PersonToken> operator) {
        this.foundation = foundation;
        this.store = store;
        this.audit = audit;
        this.actor = actor;
        this.customer = customer;
        this.operator = operator;
    }

    @Override
    public Made make(String name, Role role, Optional<Instant> expires) {
        if (name.isBlank() || name.length() > MAX_NAME_CHARS) {
            throw new SekishoException(ErrorCode.INVALID_INPUT, "name: 1 to " + MAX_NAME_CHARS + " characters");
        }
        if (expires.isPresent() && !expires.get().isAfter(foundation.realNow())) {
            throw new SekishoException(ErrorCode.INVALID_INPUT, "expires: a time to come");
        }
        String secret = PREFIX + foundation.newSecret();
        byte[] digest = Foundation.digest(secret);
        Id128 id = foundation.newId();
        TokenForm form = new TokenForm(
                name,
                operator.isPresent() ? "" : role.wire(),
                person(),
                foundation.realNow().toEpochMilli(),
                expires.map(Instant::toEpochMilli).orElse(0L),
                Base64.getEncoder().encodeToString(digest),
                maker().map(PersonToken::toString).orElse(""));
        ApiToken made = store.transact(transaction -> {
            audit.add(transaction, actor, "token.make", id.toString());
            return token(SecretRecords.TOKEN.insert(transaction, id, form, Map.of("person", person())));
        });
        Ticket ticket = Ticket.of(customer, operator, Optional.of(id), Optional.empty(), foundation.realNow());
        foundation.gatekeeper().put(GATE, digest, ticket.bytes(), expires);
        return new Made(made, secret);
    }

    @Override
    public List<ApiToken> list() {
        return rows().stream()
                .map(SealedTokens::token)
                .sorted(Comparator.comparing(ApiToken::created))
                .toList();
    }

    @Override
    public Optional<PersonToken> maker(Id128 id) {
        return store.transact(transaction -> SecretRecords.TOKEN.find(transaction, id))
                .map(row -> row.value().maker())
                .filter(maker -> !maker.isEmpty())
                .map(PersonToken::parse);
    }

    /** Whoever makes a token by a token is the person who made that one. */
    private Optional<PersonToken> maker() {
        return switch (actor) {
            case Actor.Person made -> Optional.of(made.token());
            case Actor.Program program -> maker(program.tokenId());
            case Actor.Operator operator -> Optional.empty();
            case Actor.Gateway gateway -> Optional.empty();
            case Actor.Job job -> Optional.empty();
        };
    }

    /** Ends the tokens that a person made; answers how many. */
    public int revokeMadeBy(PersonToken maker) {
        List<Row<TokenForm>> made = rows().stream()
                .filter(row -> maker.toString().equals(row.value().maker()))
                .toList();
        made.forEach(row -> revoke(row.id()));
        return made.size();
    }

    @Override
    public boolean revoke(Id128 id) {
        for (Row<TokenForm> row : rows()) {
            if (row.id().equals(id)) {
                foundation
                        .gatekeeper()
                        .remove(GATE, Base64.getDecoder().decode(row.value().digest()));
                return store.transact(transaction -> {
                    audit.add(transaction, actor, "token.revoke", id.toString());
                    return SecretRecords.TOKEN.delete(transaction, id);
                });
            }
        }
        return false;
    }

    private List<Row<TokenForm>> rows() {
        return store.transact(transaction -> SecretRecords.TOKEN.findBy(transaction, "person", person()));
    }

    private String person() {
        return operator.map(PersonToken::toString).orElse("");
    }

    private static ApiToken token(Row<TokenForm> row) {
        TokenForm form = row.value();
        return new ApiToken(
                row.id(),
                form.name(),
                form.role().isEmpty() ? Role.ADMINISTRATOR : Role.ofWire(form.role()),
                Instant.ofEpochMilli(form.created()),
                form.expires() == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(form.expires())));
    }
}

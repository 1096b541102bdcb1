package dev.sekisho.directory.people;

import dev.sekisho.directory.ApiTokens;
import dev.sekisho.directory.Operators;
import dev.sekisho.directory.Sessions;
import dev.sekisho.directory.audit.SealedAudit;
import dev.sekisho.directory.base.Foundation;
import dev.sekisho.directory.base.Kind.Row;
import dev.sekisho.directory.credential.Passwords;
import dev.sekisho.directory.credential.SealedSessions;
import dev.sekisho.directory.credential.SealedTokens;
import dev.sekisho.directory.credential.SecretRecords;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.Actor;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Operators, in the installation's records. */
public final class SealedOperators implements Operators {
    private final Foundation foundation;
    private final Logins logins;
    private final Passwords passwords;
    private final SealedAudit audit;

    /** Of the installation. */
    public SealedOperators(Foundation foundation, Logins logins, Passwords passwords, SealedAudit audit) {
        this.foundation = foundation;
        this.logins = logins;
        this.passwords = passwords;
        this.audit = audit;
    }

    @Override
    public Operator add(String login, String name, String email, char[] password, Actor by) {
        Identity identity = new Identity(login, name, email);
        passwords.check(password, Optional.empty(), List.of(login, name, email));
        String hash = passwords.hash(password);
        PersonToken token = new PersonToken(foundation.newId());
        logins.claim(login, Optional.empty(), token);
        try {
            return foundation.installation().transact(transaction -> {
                StoredOperator form = new StoredOperator(
                        identity.login(),
                        identity.name(),
                        identity.email(),
                        foundation.dataNow().toEpochMilli());
                Row<StoredOperator> row = StoredOperator.KIND.insert(
                        transaction, token.value(), form, Map.of("login", Identity.normalised(login)));
                SecretRecords.PASSWORD.put(transaction, token.value(), new SecretRecords.Password(hash));
                audit.add(transaction, by, "operator.add", token.toString());
                return operator(row);
            });
        } catch (RuntimeException e) {
            logins.release(login, token);
            throw e;
        }
    }

    @Override
    public void setPassword(PersonToken token, char[] password, Actor by) {
        Operator operator = find(token).orElseThrow(SealedOperators::nobody);
        passwords.check(password, Optional.empty(), List.of(operator.login(), operator.name(), operator.email()));
        String hash = passwords.hash(password);
        foundation.installation().transact(transaction -> {
            SecretRecords.PASSWORD.put(transaction, token.value(), new SecretRecords.Password(hash));
            audit.add(transaction, by, "operator.set-password", token.toString());
            return true;
        });
        sessions(by).revokeAll(token);
    }

    @Override
    public boolean remove(PersonToken token, Actor by) {
        Optional<Operator> operator = find(token);
        if (operator.isEmpty()) {
            return false;
        }
        foundation.installation().transact(transaction -> {
            if (StoredOperator.KIND.all(transaction).size() < 2) {
                throw new SekishoException(
                        ErrorCode.CONFLICT, "The last operator cannot be removed; add another one first.");
            }
            SecretRecords.PASSWORD.delete(transaction, token.value());
            audit.add(transaction, by, "operator.remove", token.toString());
            return StoredOperator.KIND.delete(transaction, token.value());
        });
        logins.release(operator.get().login(), token);
        sessions(by).revokeAll(token);
        ApiTokens tokens = tokens(token);
        tokens.list().forEach(known -> tokens.revoke(known.id()));
        return true;
    }

    @Override
    public List<Operator> list() {
        return foundation
                .installation()
                .transact(transaction -> StoredOperator.KIND.all(transaction).stream()
                        .map(SealedOperators::operator)
                        .toList());
    }

    @Override
    public Optional<Operator> find(PersonToken token) {
        return foundation
                .installation()
                .transact(transaction ->
                        StoredOperator.KIND.find(transaction, token.value()).map(SealedOperators::operator));
    }

    @Override
    public ApiTokens tokens(PersonToken operator) {
        return new SealedTokens(
                foundation,
                foundation.installation(),
                audit,
                new Actor.Operator(operator),
                Optional.empty(),
                Optional.of(operator));
    }

    @Override
    public Sessions sessions() {
        return sessions(new Actor.Job("directory.sessions"));
    }

    /** The stored hash of an operator's password. */
    public Optional<String> passwordHash(PersonToken token) {
        return foundation
                .installation()
                .transact(transaction -> SecretRecords.PASSWORD
                        .find(transaction, token.value())
                        .map(row -> row.value().hash()));
    }

    private SealedSessions sessions(Actor by) {
        return new SealedSessions(foundation, foundation.installation(), audit, by);
    }

    private static Operator operator(Row<StoredOperator> row) {
        StoredOperator form = row.value();
        return new Operator(
                new PersonToken(row.id()),
                form.login(),
                form.name(),
                form.email(),
                Instant.ofEpochMilli(form.created()));
    }

    private static SekishoException nobody() {
        return new SekishoException(ErrorCode.NOT_FOUND, "There is no such operator.");
    }
}

package dev.sekisho.directory.base;

import dev.sekisho.directory.DirectoryOptions;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Purpose;
import dev.sekisho.records.Gatekeeper;
import dev.sekisho.records.RecordStore;
import dev.sekisho.records.Records;
import dev.sekisho.seal.Vault;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What every part of the directory stands on.
 *
 * @param options records, keys and clocks
 * @param random for identifiers and secrets
 * @param lastAudit time of the newest audit entry in microseconds, so that no two of this process have the same
 */
public record Foundation(DirectoryOptions options, SecureRandom random, AtomicLong lastAudit) {
    private static final int SECRET_BYTES = 32;

    /** The foundation of a new directory. */
    public static Foundation of(DirectoryOptions options) {
        return new Foundation(options, new SecureRandom(), new AtomicLong());
    }

    /** The records. */
    public Records records() {
        return options.records();
    }

    /** Records of the installation. */
    public RecordStore installation() {
        return options.records().installation();
    }

    /** What is asked before a scope exists. */
    public Gatekeeper gatekeeper() {
        return options.records().gatekeeper();
    }

    /** The keys. */
    public Vault vault() {
        return options.vault();
    }

    /** The time that records are stamped with. */
    public Instant dataNow() {
        return options.dataClock().instant();
    }

    /** The time by which credentials end. */
    public Instant realNow() {
        return options.realClock().instant();
    }

    /** A scope for a customer that a stored, sealed binding named. */
    public CustomerScope scope(CustomerId customer, Actor actor, Purpose purpose) {
        return options.issuer().issue(customer, actor, purpose);
    }

    /** A new identifier. */
    public Id128 newId() {
        return Id128.random(random);
    }

    /** A new secret of 256 bits, in the letters of base64url. */
    public String newSecret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * What the gatekeeper is asked with instead of a secret of 256 random bits: its SHA-256, so that a sealed record can name the
     * gatekeeper's row to remove it without holding the secret.
     */
    public static byte[] digest(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(secret.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

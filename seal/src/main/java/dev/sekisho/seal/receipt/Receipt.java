package dev.sekisho.seal.receipt;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.seal.InstallationVault;
import dev.sekisho.seal.codec.Info;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One link of a chain of statements about one subject, signed (docs/formats.md, "Receipt"). It shows who stated what and when, by
 * the signer's own clock; whether the statement is true rests on the signer.
 *
 * @param id random
 * @param region where it was made
 * @param subject {@code installation}, or the handle by which operators call a customer
 * @param number from 1, one more at each link of the subject's chain
 * @param previous SHA-256 of the link before ({@link #hash}); 32 zero bytes for the first
 * @param time when it was stated, in whole milliseconds
 * @param producedBy the build that made it
 * @param statement what it says
 * @param signature Ed25519 by the installation over all of the above
 */
public record Receipt(
        Id128 id,
        String region,
        String subject,
        long number,
        byte[] previous,
        Instant time,
        String producedBy,
        Statement statement,
        byte[] signature) {
    /** What a signature is made for. */
    public static final String PURPOSE = "receipt";

    /** Bytes of a hash. */
    public static final int HASH_BYTES = 32;

    static final int SIGNATURE_BYTES = 64;

    /** @throws IllegalArgumentException if a part is not of the form above */
    public Receipt {
        new Region(region);
        Wording.name("the subject", subject);
        Wording.text("the build", producedBy, 1, Wording.MAX_WORDS_CHARS);
        if (number < 1 || previous.length != HASH_BYTES || signature.length != SIGNATURE_BYTES) {
            throw new IllegalArgumentException(
                    "a receipt has a number from 1, a hash of 32 and a signature of 64 bytes");
        }
        if (time.getNano() % 1_000_000 != 0 || time.getEpochSecond() < 0) {
            throw new IllegalArgumentException("a receipt's time is in whole milliseconds since 1970");
        }
        previous = previous.clone();
        signature = signature.clone();
    }

    /** What comes before the first link: 32 zero bytes. */
    public static byte[] beginning() {
        return new byte[HASH_BYTES];
    }

    /** Makes a link and signs it. */
    public static Receipt signed(
            InstallationVault vault,
            Id128 id,
            Region region,
            String subject,
            long number,
            byte[] previous,
            Instant time,
            String producedBy,
            Statement statement) {
        byte[] message = message(id, region.name(), subject, number, previous, time, producedBy, statement);
        return new Receipt(
                id,
                region.name(),
                subject,
                number,
                previous,
                time,
                producedBy,
                statement,
                vault.sign(PURPOSE, message));
    }

    @Override
    public byte[] previous() {
        return previous.clone();
    }

    @Override
    public byte[] signature() {
        return signature.clone();
    }

    /** The bytes that are signed. */
    public byte[] message() {
        return message(id, region, subject, number, previous, time, producedBy, statement);
    }

    /** SHA-256 of the link: of the bytes that are signed, then the signature. */
    public byte[] hash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(message());
            return digest.digest(signature);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static byte[] message(
            Id128 id,
            String region,
            String subject,
            long number,
            byte[] previous,
            Instant time,
            String producedBy,
            Statement statement) {
        Info message = Info.of("sekisho/1 receipt")
                .part(id.bytes())
                .text(region)
                .text(subject)
                .number(number)
                .part(previous)
                .number(time.toEpochMilli())
                .text(producedBy)
                .text(statement.kind().wire())
                .number(statement.facts().size());
        statement.facts().forEach((name, value) -> message.text(name).text(value));
        message.number(statement.controls().size());
        statement.controls().forEach(message::text);
        return message.text(statement.statedBy()).text(statement.check()).bytes();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Receipt receipt
                && Arrays.equals(message(), receipt.message())
                && Arrays.equals(signature, receipt.signature);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, number, Arrays.hashCode(signature));
    }

    @Override
    public String toString() {
        return "receipt " + number + " of " + subject + ", " + HexFormat.of().formatHex(hash(), 0, 8);
    }
}

package dev.sekisho.seal.receipt;

import dev.sekisho.kernel.id.Id128;
import java.time.Instant;

/**
 * One link of a chain of statements about one subject, signed (docs/formats.md, "Receipt").
 *
 * @param id random
 * @param region where it was made
 * @param subject {@code installation}, or the handle by which operators call a customer
 * @param number from 1, one more at each link of the subject's chain
 * @param previous SHA-256 of the link before; 32 zero bytes for the first
 * @param time when it was stated
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
        byte[] signature) {}

package dev.sekisho.trust;

import dev.sekisho.directory.Directory;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.lake.Lake;
import dev.sekisho.records.Records;
import dev.sekisho.seal.Vault;
import dev.sekisho.trust.clock.BelievedTime;
import dev.sekisho.trust.erasure.ErasureLedger;
import dev.sekisho.trust.erasure.ErasureOptions;
import dev.sekisho.trust.mail.MailboxOptions;
import dev.sekisho.trust.receipt.SealedReceiptBook;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a trust engine is made of; it closes none of it.
 *
 * @param records where it keeps what it has to remember
 * @param vault the keys of the region
 * @param lake the events of the region
 * @param directory the customers of the region
 * @param receipts the book of receipts
 * @param ledger who was erased, opened and anchored in the key store, its keys replayed
 * @param scopes a scope for the engine's own work, of a customer that the ledger names
 * @param erasure clocks of requests for erasure
 * @param mailbox where requests for erasure come in by mail, if anywhere
 * @param dataClock the time by which data lives and is deleted; may be moved in a laboratory
 * @param laboratory whether that clock may leap without a wait
 * @param believed is told that time as often as it can be believed; the lake's days end by it
 */
public record TrustOptions(
        Records records,
        Vault vault,
        Lake lake,
        Directory directory,
        SealedReceiptBook receipts,
        ErasureLedger ledger,
        Function<CustomerId, CustomerScope> scopes,
        ErasureOptions erasure,
        Optional<MailboxOptions> mailbox,
        InstantSource dataClock,
        boolean laboratory,
        BelievedTime believed) {
    /** Without a mailbox. */
    public TrustOptions(
            Records records,
            Vault vault,
            Lake lake,
            Directory directory,
            SealedReceiptBook receipts,
            ErasureLedger ledger,
            Function<CustomerId, CustomerScope> scopes,
            ErasureOptions erasure,
            InstantSource dataClock,
            boolean laboratory) {
        this(
                records,
                vault,
                lake,
                directory,
                receipts,
                ledger,
                scopes,
                erasure,
                Optional.empty(),
                dataClock,
                laboratory,
                new BelievedTime());
    }
}

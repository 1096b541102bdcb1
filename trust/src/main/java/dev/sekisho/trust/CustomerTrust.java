package dev.sekisho.trust;

import dev.sekisho.directory.Licence;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.seal.receipt.Receipt;
import dev.sekisho.trust.erasure.Erasures;
import dev.sekisho.trust.hold.Holds;
import dev.sekisho.trust.licence.Step;
import dev.sekisho.trust.mail.PrivacyMail;
import java.util.List;
import java.util.Optional;

/** What the trust engine does for one customer: the handle is the customer. */
public interface CustomerTrust {
    /** The customer's licence. */
    Licence licence();

    /** Every boundary of the licence, past and to come, and the notices between them, in order of time. */
    List<Step> steps();

    /** What the gateway does with traffic once the licence is locked; the customer's own choice. */
    Licence chooseLockedTraffic(Licence.LockedTraffic choice, long expected);

    /**
     * Deletes now what the customer's settings say is not kept any more; for settings that were just shortened.
     *
     * @throws dev.sekisho.kernel.error.SekishoException if something of it is left; it is in no answer, and the job ends it
     */
    void retain();

    /** Requests to erase the customer or one of its people. */
    Erasures erasures();

    /** The mail that a request for erasure came in by, as long as it is kept; for those who may read names. */
    Optional<PrivacyMail> mail(Id128 request);

    /** Legal holds. */
    Holds holds();

    /** Receipts before {@code before} (a number; {@link Long#MAX_VALUE} for the newest), newest first. */
    List<Receipt> receipts(long before, int limit);
}

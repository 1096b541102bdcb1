package dev.sekisho.trust;

import dev.sekisho.directory.Licence;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.seal.receipt.Receipt;
import dev.sekisho.trust.erasure.ErasureDesk;
import dev.sekisho.trust.erasure.Erasures;
import dev.sekisho.trust.hold.Holds;
import dev.sekisho.trust.licence.LicenceDesk;
import dev.sekisho.trust.licence.Step;
import dev.sekisho.trust.mail.MailIntake;
import dev.sekisho.trust.mail.PrivacyMail;
import dev.sekisho.trust.receipt.Subject;
import dev.sekisho.trust.retention.RetentionJob;
import java.util.List;
import java.util.Optional;

/** The trust engine for one scope. */
record ScopedTrust(
        TrustOptions options,
        LicenceDesk desk,
        RetentionJob retention,
        ErasureDesk erasureDesk,
        MailIntake mails,
        CustomerScope scope)
        implements CustomerTrust {
    @Override
    public Licence licence() {
        return options.directory()
                .licences()
                .find(scope)
                // Made a moment ago by another process, perhaps.
                .orElseGet(() -> options.directory().of(scope).licence());
    }

    @Override
    public List<Step> steps() {
        return desk.steps(scope.customer(), licence());
    }

    @Override
    public Licence chooseLockedTraffic(Licence.LockedTraffic choice, long expected) {
        return options.directory().of(scope).chooseLockedTraffic(choice, expected);
    }

    @Override
    public void retain() {
        var unused = retention.keep(scope);
    }

    @Override
    public Erasures erasures() {
        return erasureDesk.of(scope);
    }

    @Override
    public Optional<PrivacyMail> mail(Id128 request) {
        return mails.find(scope, request);
    }

    @Override
    public Holds holds() {
        return erasureDesk.holds(scope);
    }

    @Override
    public List<Receipt> receipts(long before, int limit) {
        return options.receipts()
                .list(new Subject.Customer(options.directory().of(scope).reference()), before, limit);
    }
}

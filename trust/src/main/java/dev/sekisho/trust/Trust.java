package dev.sekisho.trust;

import dev.sekisho.kernel.job.Job;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.lake.Lake;
import dev.sekisho.trust.licence.Licences;
import dev.sekisho.trust.mail.MailIntake;
import dev.sekisho.trust.receipt.ReceiptBook;
import java.util.List;
import java.util.Map;

/** The trust engine of a region. */
public interface Trust extends AutoCloseable {
    /** What concerns the scope's customer. */
    CustomerTrust of(CustomerScope scope);

    /** The licences of all customers, for operators. */
    Licences licences();

    /** Receipts of customers and of the installation. */
    ReceiptBook receipts();

    /** Mail that asks for erasure and belongs to no known customer, for operators. */
    MailIntake mails();

    /** The lake as everybody else is to use it: nothing of a customer is answered before what was erased of it is hidden. */
    Lake lake();

    /** Licence clock, retention, erasure, holds, mailbox: for the job table. */
    List<Job> jobs();

    /** Mails of the privacy mailbox since start, by what became of them; for metrics. */
    Map<String, Long> figures();

    /** What is wrong, for health, without naming a customer; empty if nothing is. */
    String problem();

    @Override
    void close();
}

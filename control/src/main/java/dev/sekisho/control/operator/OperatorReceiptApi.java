package dev.sekisho.control.operator;

import dev.sekisho.control.problem.Refusal;
import dev.sekisho.control.trust.ReceiptApi;
import dev.sekisho.directory.CustomerReference;
import dev.sekisho.seal.receipt.ReceiptFile;
import dev.sekisho.trust.licence.Licences;
import dev.sekisho.trust.licence.Licences.Standing;
import dev.sekisho.trust.receipt.ReceiptBook;
import dev.sekisho.trust.receipt.Subject;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Receipts that only an operator can hand out: the installation's own, which anchor the others, and those of customers that are
 * gone and cannot ask any more. The receipts of a customer that is there are its own affair.
 */
@RestController
public class OperatorReceiptApi {
    private final ReceiptBook book;
    private final Licences licences;

    /** Receipts of {@code book}. */
    public OperatorReceiptApi(ReceiptBook book, Licences licences) {
        this.book = book;
        this.licences = licences;
    }

    /** The installation's own chain. */
    @GetMapping("/api/v1/operator/receipts")
    public ResponseEntity<byte[]> installation() {
        return chain(new Subject.Installation(), "receipts-installation");
    }

    /** The chain of a customer that is gone; it ends with the receipt of its deletion. */
    @GetMapping("/api/v1/operator/customers/{handle}/receipts")
    public ResponseEntity<byte[]> gone(@PathVariable("handle") String handle) {
        CustomerReference reference = reference(handle);
        if (licences.find(reference).flatMap(Standing::deleted).isEmpty()) {
            throw Refusal.notFound();
        }
        return chain(new Subject.Customer(reference), "receipts-" + reference);
    }

    private ResponseEntity<byte[]> chain(Subject subject, String name) {
        return ReceiptApi.file(
                book.file(subject, Long.MAX_VALUE, ReceiptFile.MAX_RECEIPTS).orElseThrow(Refusal::notFound), name);
    }

    private static CustomerReference reference(String handle) {
        try {
            return CustomerReference.parse(handle);
        } catch (IllegalArgumentException notAHandle) {
            throw Refusal.notFound();
        }
    }
}

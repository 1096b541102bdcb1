package dev.sekisho.control.trust;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sekisho.control.access.CustomerDesk;
import dev.sekisho.control.access.Handles;
import dev.sekisho.control.policy.Limits;
import dev.sekisho.control.problem.Refusal;
import dev.sekisho.control.web.Answers.Page;
import dev.sekisho.seal.receipt.Receipt;
import dev.sekisho.seal.receipt.ReceiptFile;
import dev.sekisho.seal.receipt.VerificationKey;
import dev.sekisho.trust.receipt.ReceiptBook;
import dev.sekisho.trust.receipt.Subject;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the installation stated about the customer, to be checked by somebody who does not trust it. */
@RestController
public class ReceiptApi {
    private final ReceiptBook book;

    /** Receipts of {@code book}. */
    public ReceiptApi(ReceiptBook book) {
        this.book = book;
    }

    /** A page, newest first. */
    @GetMapping("/api/v1/receipts")
    public Page<Item> list(
            @RequestParam(name = "limit", defaultValue = "100") int limit,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor,
            CustomerDesk desk) {
        int size = Limits.page(limit);
        List<Receipt> found = desk.trust().receipts(before(cursor), size);
        return new Page<>(
                found.stream().map(Item::of).toList(),
                found.size() == size && found.getLast().number() > 1
                        ? Long.toString(found.getLast().number())
                        : null);
    }

    /** One, as the file that {@code sekisho verify} checks, with the newest link of the chain. */
    @GetMapping("/api/v1/receipts/{id}")
    public ResponseEntity<byte[]> one(@PathVariable("id") String id, CustomerDesk desk) {
        Subject subject = subject(desk);
        Receipt receipt = book.find(subject, Handles.parse(id)).orElseThrow(Refusal::notFound);
        return file(
                new ReceiptFile(
                        book.publicKey(),
                        List.of(receipt),
                        book.list(subject, Long.MAX_VALUE, 1).stream()
                                .filter(head -> head.number() > receipt.number())
                                .findFirst()),
                "receipt-" + receipt.number());
    }

    /** The whole chain. */
    @GetMapping("/api/v1/receipts/chain")
    public ResponseEntity<byte[]> chain(CustomerDesk desk) {
        Subject subject = subject(desk);
        return file(
                book.file(subject, Long.MAX_VALUE, ReceiptFile.MAX_RECEIPTS).orElseThrow(Refusal::notFound),
                "receipts");
    }

    /** The key to check with. */
    @GetMapping(path = "/api/v1/receipts/key", produces = "application/json")
    public KeyItem key() {
        VerificationKey key = book.publicKey();
        return new KeyItem("Ed25519", key.pem(), key.fingerprint());
    }

    /** The key as a file. */
    @GetMapping(path = "/api/v1/receipts/key", produces = "application/x-pem-file")
    public ResponseEntity<String> pem() {
        return ResponseEntity.ok()
                .header("Content-Disposition", "attachment; filename=\"receipt-key.pem\"")
                .body(book.publicKey().pem());
    }

    private static Subject subject(CustomerDesk desk) {
        return new Subject.Customer(desk.directory().reference());
    }

    /** The file of a chain, to be kept. */
    public static ResponseEntity<byte[]> file(ReceiptFile file, String name) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        file.write(out);
        return ResponseEntity.ok()
                .header("Content-Type", "application/json")
                .header("Content-Disposition", "attachment; filename=\"" + name + ".json\"")
                .body(out.toByteArray());
    }

    private static long before(@Nullable String cursor) {
        try {
            return Optional.ofNullable(cursor).map(Long::parseLong).orElse(Long.MAX_VALUE);
        } catch (NumberFormatException notACursor) {
            throw Refusal.invalid("cursor", "is not the \"next\" of a page");
        }
    }

    /** The public key. */
    public record KeyItem(String algorithm, String pem, String fingerprint) {}

    /** A receipt to read; the file is what counts. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Item(
            String id,
            long number,
            Instant time,
            String kind,
            Map<String, String> facts,
            List<String> controls,
            String statedBy,
            String check,
            String producedBy,
            String region,
            String previous) {
        static Item of(Receipt receipt) {
            return new Item(
                    receipt.id().toString(),
                    receipt.number(),
                    receipt.time(),
                    receipt.statement().kind().wire(),
                    receipt.statement().facts(),
                    receipt.statement().controls(),
                    receipt.statement().statedBy(),
                    receipt.statement().check(),
                    receipt.producedBy(),
                    receipt.region(),
                    HexFormat.of().formatHex(receipt.previous()));
        }
    }
}

package dev.sekisho.app;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.seal.receipt.Receipt;
import dev.sekisho.seal.receipt.ReceiptFile;
import dev.sekisho.seal.receipt.ReceiptVerifier;
import dev.sekisho.seal.receipt.Verification;
import dev.sekisho.seal.receipt.VerificationKey;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Checks receipts with a public key alone: on any machine, without an installation, its keys, or a network. */
final class VerifyVerb implements Verb {
    private static final int HOLDS = 0;
    private static final int DOES_NOT_HOLD = 1;
    private static final int CANNOT_BE_CHECKED = 2;
    private static final int MAX_KEY_BYTES = 64 << 10;
    private static final int SHOWN_LINKS = 50;

    @Override
    public String help() {
        return """
                usage: sekisho verify FILE [--key PUBLIC-KEY]
                checks receipts offline: exit code 0 they hold, 1 they do not, 2 they cannot be checked
                  FILE              receipts as they were handed out (JSON)
                  --key PUBLIC-KEY  file with the installation's public key: PEM, or hexadecimal digits. Get it from the provider
                                    in another way than FILE. Without it FILE is compared with the key that FILE itself
                                    names; whoever forged one could have forged the other, so the exit code is then never 0.""";
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) {
        Optional<Asked> asked = asked(arguments);
        if (asked.isEmpty()) {
            err.println(help());
            return CANNOT_BE_CHECKED;
        }
        ReceiptFile file;
        Optional<VerificationKey> given;
        try {
            file = receipts(asked.get().file());
            given = asked.get().key().map(VerifyVerb::key);
        } catch (SekishoException e) {
            err.println("cannot be checked: " + e.getMessage());
            return CANNOT_BE_CHECKED;
        }
        Verification result = new ReceiptVerifier(given.orElse(file.key())).verify(file);
        if (!result.holds()) {
            out.println("does not hold:");
            result.findings()
                    .forEach(finding -> out.println("  " + (finding.number() == 0 ? "file" : "link " + finding.number())
                            + ": " + finding.text()));
            return DOES_NOT_HOLD;
        }
        if (given.isEmpty()) {
            out.println(
                    "cannot be checked without the public key (--key). The file agrees with itself, which a forger can"
                            + " do too. Compare the fingerprint with the one that the provider published:");
            out.println("  " + file.key().fingerprint());
            return CANNOT_BE_CHECKED;
        }
        out.println("holds:");
        result.rests().forEach(line -> out.println("  " + line));
        show(file, out);
        return HOLDS;
    }

    /** What is asked for. */
    private record Asked(Path file, Optional<Path> key) {}

    private static Optional<Asked> asked(List<String> arguments) {
        if (arguments.size() == 1 && !arguments.getFirst().startsWith("--")) {
            return Optional.of(new Asked(Path.of(arguments.getFirst()), Optional.empty()));
        }
        int option = arguments.indexOf("--key");
        if (arguments.size() != 3 || option < 0 || option > 1) {
            return Optional.empty();
        }
        return Optional.of(new Asked(
                Path.of(arguments.get(option == 0 ? 2 : 0)), Optional.of(Path.of(arguments.get(option + 1)))));
    }

    private static ReceiptFile receipts(Path path) {
        limit(path, ReceiptFile.MAX_BYTES);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
            return ReceiptFile.read(in);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static VerificationKey key(Path path) {
        limit(path, MAX_KEY_BYTES);
        try {
            return VerificationKey.parse(new String(Files.readAllBytes(path), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static void limit(Path path, long bytes) {
        try {
            if (Files.size(path) > bytes) {
                throw new SekishoException(
                        ErrorCode.INVALID_INPUT, path + " has more than " + bytes + " bytes, which no such file has.");
            }
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static SekishoException unreadable(Path path, IOException why) {
        return new SekishoException(
                ErrorCode.INVALID_INPUT,
                why instanceof NoSuchFileException
                        ? "There is no file " + path + "."
                        : path + " cannot be read: " + why.getMessage() + ".");
    }

    private static void show(ReceiptFile file, PrintStream out) {
        List<Receipt> links = file.receipts();
        links.stream()
                .limit(SHOWN_LINKS)
                .forEach(link -> out.printf(
                        "  %d  %s  %s  about %s, stated by %s, made by %s%n",
                        link.number(),
                        link.time(),
                        link.statement().kind().wire(),
                        link.subject(),
                        link.statement().statedBy(),
                        link.producedBy()));
        if (links.size() > SHOWN_LINKS) {
            out.println("  and " + (links.size() - SHOWN_LINKS) + " more");
        }
        if (links.size() == 1) {
            links.getFirst().statement().facts().forEach((name, value) -> out.println("     " + name + ": " + value));
            out.println("     check: " + links.getFirst().statement().check());
        }
    }
}

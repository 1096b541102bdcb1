package dev.sekisho.trust.mail;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Whatever somebody mails, it is a mail within its bounds; whatever a server sends, it is passed on unchanged or refused. */
class MailFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void everyMailIsTaken(byte @NotNull [] bytes) {
        ParsedMail mail = new MailParser().read(bytes, false);
        if (mail.text().length() > 16_384
                || mail.subject().length() > 500
                || mail.handles().size() > 80) {
            throw new AssertionError("out of bounds");
        }
    }

    @FuzzTest(maxDuration = "60s")
    void everyServerIsBounded(byte @NotNull [] bytes) {
        try {
            byte[] read = new ServerBytes(new ByteArrayInputStream(bytes)).readAllBytes();
            if (!java.util.Arrays.equals(read, bytes)) {
                throw new AssertionError("changed on the way");
            }
        } catch (IOException refused) {
            // That is what it is for.
        }
    }
}

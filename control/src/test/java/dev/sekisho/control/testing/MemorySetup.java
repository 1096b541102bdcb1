package dev.sekisho.control.testing;

import dev.sekisho.directory.Setup;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import org.jspecify.annotations.Nullable;

/** Set-up of the {@link MemoryDirectory}. */
final class MemorySetup implements Setup {
    private final MemoryDirectory directory;
    private boolean done;
    private @Nullable String token;
    private @Nullable String session;
    private byte[] state = new byte[0];

    MemorySetup(MemoryDirectory directory) {
        this.directory = directory;
    }

    @Override
    public boolean done() {
        return done;
    }

    @Override
    public String issueToken() {
        String fresh = directory.newSecret();
        token = fresh;
        return fresh;
    }

    @Override
    public String exchange(String given) {
        if (!given.equals(token)) {
            throw invalid();
        }
        token = null;
        String fresh = directory.newSecret();
        session = fresh;
        return fresh;
    }

    @Override
    public byte[] state(String given) {
        check(given);
        return state;
    }

    @Override
    public void saveState(String given, byte[] kept) {
        check(given);
        state = kept;
    }

    @Override
    public void complete(String given) {
        check(given);
        done = true;
        session = null;
    }

    @Override
    public void completeWithoutSession() {
        done = true;
    }

    private void check(String given) {
        if (!given.equals(session)) {
            throw invalid();
        }
    }

    private static SekishoException invalid() {
        return new SekishoException(ErrorCode.SETUP_TOKEN_INVALID, "used, or over");
    }
}

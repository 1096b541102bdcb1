package dev.sekisho.directory;

/** First-run set-up. There is no default password: the first operator is made by whoever holds the one-time token. */
public interface Setup {
    /** Whether the installation was set up. */
    boolean done();

    /**
     * Makes a one-time token, valid for an hour or until it is used; an earlier one dies.
     *
     * @return the secret for the set-up address; printed once, stored only as a digest
     * @throws dev.sekisho.kernel.error.SekishoException {@code CONFLICT} if the installation was set up already
     */
    String issueToken();

    /**
     * Uses a token up.
     *
     * @return the secret of the set-up's own session, for a cookie; valid for an hour
     * @throws dev.sekisho.kernel.error.SekishoException {@code SETUP_TOKEN_INVALID}
     */
    String exchange(String token);

    /**
     * What was typed so far; empty at first.
     *
     * @throws dev.sekisho.kernel.error.SekishoException {@code SETUP_TOKEN_INVALID}
     */
    byte[] state(String session);

    /** Keeps what was typed so far, sealed, at most 64 KiB. */
    void saveState(String session, byte[] state);

    /** Ends set-up for good; the session and what was typed are gone. */
    void complete(String session);

    /** Marks an installation that was set up by other means (demonstration, laboratory) as set up. */
    void completeWithoutSession();
}

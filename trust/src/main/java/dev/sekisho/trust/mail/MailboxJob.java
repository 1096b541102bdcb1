package dev.sekisho.trust.mail;

import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.job.Job;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.trust.desk.Desk;
import dev.sekisho.trust.mail.MailIntake.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks into the mailbox every five minutes, and deletes stored mail whose time is over. Nothing is answered by mail: whoever asked is
 * told by a person, who then notes it.
 */
public final class MailboxJob implements Job {
    static final String NAME = "trust.mailbox";

    private static final Logger LOG = LoggerFactory.getLogger(MailboxJob.class);
    private static final Duration EVERY = Duration.ofMinutes(5);
    private static final Duration WAIT = Duration.ofSeconds(15);
    private static final Duration LIFE = Duration.ofMinutes(3);

    private final Desk desk;
    private final MailIntake intake;
    private final Optional<MailboxOptions> mailbox;
    private final Duration wait;
    private final Duration life;
    private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    private volatile String problem = "";

    /**
     * A job.
     *
     * @param mailbox empty if no mailbox is configured
     */
    public MailboxJob(Desk desk, MailIntake intake, Optional<MailboxOptions> mailbox) {
        this(desk, intake, mailbox, WAIT, LIFE);
    }

    MailboxJob(Desk desk, MailIntake intake, Optional<MailboxOptions> mailbox, Duration wait, Duration life) {
        this.desk = desk;
        this.intake = intake;
        this.mailbox = mailbox;
        this.wait = wait;
        this.life = life;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Instant nextDue(Instant last, Instant now) {
        return last.equals(Instant.EPOCH) ? now : last.plus(EVERY);
    }

    @Override
    public void run(Instant due) throws InterruptedException {
        for (CustomerScope scope : desk.directory().customers().scopes(new Actor.Job(NAME))) {
            intake.tidy(scope);
        }
        if (mailbox.isEmpty()) {
            return;
        }
        String own = mailbox.get().user();
        try {
            int left = new ImapMailbox(mailbox.get(), wait, life).visit((raw, rest) -> take(raw, rest, own));
            int waiting = intake.unassigned().size();
            problem = left + waiting == 0
                    ? ""
                    : waiting + " privacy mail(s) belong to no known customer, " + left + " are still unread";
        } catch (SekishoException e) {
            problem = String.valueOf(e.getMessage());
            throw e;
        }
    }

    private boolean take(byte[] raw, boolean rest, String own) {
        Outcome outcome = intake.take(raw, rest, own);
        synchronized (counts) {
            counts.merge(outcome, 1L, Long::sum);
        }
        LOG.info("A privacy mail came in: {}", outcome);
        return outcome != Outcome.LEFT;
    }

    /** Mails since start, by what became of them. */
    public Map<String, Long> figures() {
        Map<String, Long> figures = new TreeMap<>();
        synchronized (counts) {
            counts.forEach((outcome, count) ->
                    figures.put("mail-" + outcome.name().toLowerCase(java.util.Locale.ROOT), count));
        }
        return figures;
    }

    /** What is wrong with the mailbox, or waits for an operator; empty if nothing. */
    public String problem() {
        return problem;
    }
}

package dev.sekisho.trust.mail;

import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.job.Job;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.trust.desk.Desk;
import dev.sekisho.trust.mail.MailIntake.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
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
    private final Optional<Box> mailbox;
    private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    private volatile String problem = "";

    /** Kept between visits, because it knows where the last one ended. */
    private record Box(String user, ImapMailbox imap) {}

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
        this.mailbox = mailbox.map(options -> new Box(options.user(), new ImapMailbox(options, wait, life)));
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
        List<String> wrong = new ArrayList<>(tidy());
        try {
            if (mailbox.isPresent()) {
                String own = mailbox.get().user();
                int left = mailbox.get().imap().visit((raw, rest) -> take(raw, rest, own));
                int waiting = intake.unassigned().size();
                if (left + waiting > 0) {
                    wrong.add(waiting + " privacy mail(s) belong to no known customer, " + left + " are still unread");
                }
            }
        } catch (SekishoException e) {
            wrong.add(String.valueOf(e.getMessage()));
            throw e;
        } finally {
            problem = String.join("; ", wrong);
        }
    }

    /** Of each customer for itself: that one's records cannot be read keeps nobody else's mail out. */
    private List<String> tidy() {
        Map<String, Integer> failed = new TreeMap<>();
        for (CustomerScope scope : desk.directory().customers().scopes(new Actor.Job(NAME))) {
            try {
                intake.tidy(scope);
            } catch (SekishoException e) {
                failed.merge(e.code().code(), 1, Integer::sum);
            }
        }
        return failed.entrySet().stream()
                .map(entry -> "the stored privacy mail of " + entry.getValue()
                        + " customer(s) cannot be looked through (" + entry.getKey() + ")")
                .toList();
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

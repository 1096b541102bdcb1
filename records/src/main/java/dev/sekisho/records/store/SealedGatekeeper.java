package dev.sekisho.records.store;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.records.Gatekeeper;
import dev.sekisho.seal.InstallationVault;
import dev.sekisho.seal.RecordSealer.RecordContext;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The gatekeeper's table. A ticket is sealed with the installation's keys under the credential's digest, so that it does not open
 * for another credential. Credentials end by real time: a moved clock never opens or closes a session.
 */
public final class SealedGatekeeper implements Gatekeeper {
    private static final String TABLE = "gatekeeper";
    private static final int PAGE = 1000;
    private final Door door;
    private final InstallationVault vault;
    private final InstantSource realClock;

    /** Behind a door of the role {@code gate}. */
    public SealedGatekeeper(Door door, InstallationVault vault, InstantSource realClock) {
        this.door = door;
        this.vault = vault;
        this.realClock = realClock;
    }

    @Override
    public void put(String kind, byte[] credential, byte[] ticket, Optional<Instant> expires) {
        byte[] digest = digest(kind, credential);
        door.enter(
                new Owner.Installation(),
                handle -> handle.createUpdate("""
                        INSERT INTO gatekeeper (digest, ticket, expires) VALUES (:digest, :ticket, :expires)
                        ON CONFLICT (digest) DO UPDATE SET ticket = excluded.ticket, expires = excluded.expires""")
                        .bind("digest", digest)
                        .bind("ticket", seal(digest, ticket))
                        .bind("expires", time(expires))
                        .execute());
    }

    @Override
    public boolean claim(String kind, byte[] credential, byte[] ticket, Optional<Instant> expires) {
        byte[] digest = digest(kind, credential);
        return door.enter(
                new Owner.Installation(),
                handle -> handle.createUpdate("""
                                INSERT INTO gatekeeper (digest, ticket, expires) VALUES (:digest, :ticket, :expires)
                                ON CONFLICT (digest) DO UPDATE SET ticket = excluded.ticket, expires = excluded.expires
                                WHERE gatekeeper.expires <= :now""")
                                .bind("digest", digest)
                                .bind("ticket", seal(digest, ticket))
                                .bind("expires", time(expires))
                                .bind("now", time(Optional.of(realClock.instant())))
                                .execute()
                        > 0);
    }

    @Override
    public Optional<byte[]> find(String kind, byte[] credential) {
        byte[] digest = digest(kind, credential);
        return door.enter(
                new Owner.Installation(),
                handle -> handle.createQuery("""
                        SELECT ticket FROM gatekeeper WHERE digest = :digest AND (expires IS NULL OR expires > :now)""")
                        .bind("digest", digest)
                        .bind("now", time(Optional.of(realClock.instant())))
                        .map((row, unused) -> vault.open(context(digest), row.getBytes("ticket")))
                        .findOne());
    }

    @Override
    public boolean remove(String kind, byte[] credential) {
        return removeDigest(digest(kind, credential));
    }

    private boolean removeDigest(byte[] digest) {
        return door.enter(
                new Owner.Installation(),
                handle -> handle.createUpdate("DELETE FROM gatekeeper WHERE digest = :digest")
                                .bind("digest", digest)
                                .execute()
                        > 0);
    }

    @Override
    public int removeMatching(Predicate<byte[]> ticket) {
        int removed = 0;
        byte[] after = new byte[0];
        while (true) {
            byte[] from = after;
            List<Row> page = door.enter(
                    new Owner.Installation(),
                    handle -> handle.createQuery("""
                            SELECT digest, ticket FROM gatekeeper WHERE digest > :after ORDER BY digest LIMIT :limit""")
                            .bind("after", from)
                            .bind("limit", PAGE)
                            .map((row, unused) -> new Row(row.getBytes("digest"), row.getBytes("ticket")))
                            .list());
            for (Row row : page) {
                if (opened(row).filter(ticket).isPresent()) {
                    removed += removeDigest(row.digest()) ? 1 : 0;
                }
            }
            if (page.size() < PAGE) {
                return removed;
            }
            after = page.getLast().digest();
        }
    }

    private Optional<byte[]> opened(Row row) {
        try {
            return Optional.of(vault.open(context(row.digest()), row.ticket()));
        } catch (SekishoException e) {
            if (e.code() != ErrorCode.RECORD_DAMAGED) {
                throw e;
            }
            return Optional.empty();
        }
    }

    @Override
    public int removeExpired(Instant now) {
        return door.enter(
                new Owner.Installation(),
                handle -> handle.createUpdate("DELETE FROM gatekeeper WHERE expires <= :now")
                        .bind("now", time(Optional.of(now)))
                        .execute());
    }

    private record Row(byte[] digest, byte[] ticket) {}

    private byte[] digest(String kind, byte[] credential) {
        return vault.mac("gatekeeper." + kind, credential);
    }

    private byte[] seal(byte[] digest, byte[] ticket) {
        return vault.seal(context(digest), ticket);
    }

    private static RecordContext context(byte[] digest) {
        return new RecordContext(TABLE, HexFormat.of().formatHex(digest), 1);
    }

    private static @Nullable OffsetDateTime time(Optional<Instant> time) {
        return time.map(t -> OffsetDateTime.ofInstant(t, ZoneOffset.UTC)).orElse(null);
    }
}

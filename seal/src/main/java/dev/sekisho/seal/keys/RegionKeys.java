package dev.sekisho.seal.keys;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.seal.codec.Owner;
import dev.sekisho.seal.codec.RecordKey;
import dev.sekisho.seal.codec.Secret;
import dev.sekisho.seal.xts.UnitCipher;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * The region's keys in use: they wrap each drawer's own key and each owner's own keys. While a rotation is under way they are two
 * generations: everything is sealed under the new one, and opened under whichever fits.
 */
final class RegionKeys {
    private final UnitCipher cipher;
    private final Region region;
    private final SecureRandom random;
    private volatile Pair pair;

    /** Two generations. */
    private record Pair(Secret now, Optional<Secret> before) {}

    RegionKeys(UnitCipher cipher, Region region, Secret now, Optional<Secret> before, SecureRandom random) {
        this.cipher = cipher;
        this.region = region;
        this.random = random;
        this.pair = new Pair(now, before);
    }

    void use(Secret now, Optional<Secret> before) {
        pair = new Pair(now, before);
    }

    byte[] sealDrawer(String id, long generation, byte[] key) {
        return drawer(pair.now()).seal(id, generation, key);
    }

    byte[] openDrawer(String id, long generation, byte[] sealed) {
        Pair known = pair;
        return firstOf(
                () -> drawer(known.now()).open(id, generation, sealed),
                known.before().map(before -> () -> drawer(before).open(id, generation, sealed)));
    }

    byte[] sealOwner(Id128 owner, byte[] plain) {
        return owner(pair.now(), owner).seal("owner", 0, plain);
    }

    byte[] openOwner(Id128 owner, byte[] sealed) {
        Pair known = pair;
        return firstOf(
                () -> owner(known.now(), owner).open("owner", 0, sealed),
                known.before().map(before -> () -> owner(before, owner).open("owner", 0, sealed)));
    }

    /** An attempt to open something. */
    @FunctionalInterface
    private interface Attempt {
        byte[] open();
    }

    private static byte[] firstOf(Attempt now, Optional<Attempt> before) {
        try {
            return now.open();
        } catch (SekishoException e) {
            if (e.code() != ErrorCode.RECORD_DAMAGED || before.isEmpty()) {
                throw e;
            }
            return before.get().open();
        }
    }

    private RecordKey drawer(Secret keys) {
        return new RecordKey(cipher, keys, Owner.installation(region), "keys/drawer", 0, random);
    }

    private RecordKey owner(Secret keys, Id128 owner) {
        return new RecordKey(cipher, keys, new Owner(region, owner), "keys/owner", 0, random);
    }
}

package dev.sekisho.seal.kit;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.seal.codec.Info;
import dev.sekisho.seal.keys.RootFileInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.bouncycastle.crypto.threshold.ShamirSecretSplitter;
import org.bouncycastle.crypto.threshold.ShamirSecretSplitter.Algorithm;
import org.bouncycastle.crypto.threshold.ShamirSecretSplitter.Mode;
import org.bouncycastle.crypto.threshold.ShamirSplitSecret;
import org.bouncycastle.crypto.threshold.ShamirSplitSecretShare;

/**
 * The recovery kit: the root file, split into shares for paper by Shamir's scheme over GF(2^8) (How to share a secret, CACM 1979;
 * the field of AES), so that any {@code needed} of them bring it back and fewer say nothing. What a passphrase or a key service
 * keeps is not in it. A share never lies in a backup, nor beside copies of the key store.
 */
public final class RecoveryKit {
    private static final int PROOF_BYTES = 16;

    private RecoveryKit() {}

    /**
     * Splits a root file.
     *
     * @param needed how many shares bring it back, at least 2
     * @param count how many shares there are, at most 16
     * @param now the kit bears its UTC day
     * @throws SekishoException {@code INVALID_INPUT} if the numbers fit no kit, {@code KEY_STORE_UNAVAILABLE} if it is no root file
     */
    public static List<Share> split(byte[] rootFile, Region region, int needed, int count, Instant now) {
        if (needed < Share.MIN_NEEDED || needed > count || count > Share.MAX_COUNT) {
            throw new SekishoException(
                    ErrorCode.INVALID_INPUT,
                    "A recovery kit has at most " + Share.MAX_COUNT + " shares, of which at least " + Share.MIN_NEEDED
                            + " are needed, not " + needed + " of " + count + ".");
        }
        RootFileInfo root = RootFileInfo.read(rootFile);
        SecureRandom random = new SecureRandom();
        long kit = random.nextLong();
        byte[] secret = Arrays.copyOf(rootFile, rootFile.length + PROOF_BYTES);
        System.arraycopy(proof(rootFile, region, root.root(), kit), 0, secret, rootFile.length, PROOF_BYTES);
        LocalDate made = LocalDate.ofInstant(now, ZoneOffset.UTC);
        List<Share> shares = new ArrayList<>();
        for (byte[] part : parts(secret, needed, count, random)) {
            shares.add(new Share(region, root.root(), root.lock(), kit, made, needed, count, shares.size() + 1, part));
        }
        for (List<Share> some : List.of(shares.subList(0, needed), shares.subList(count - needed, count))) {
            if (!Arrays.equals(join(some), rootFile)) {
                throw new IllegalStateException("a kit that was just made does not bring the root file back");
            }
        }
        return List.copyOf(shares);
    }

    private static List<byte[]> parts(byte[] secret, int needed, int count, SecureRandom random) {
        try {
            ShamirSplitSecret split = new ShamirSecretSplitter(Algorithm.AES, Mode.Native, secret.length, random)
                    .resplit(secret, needed, count);
            List<byte[]> parts = new ArrayList<>();
            // The library's array is as long as the secret, and empty behind the shares; a root file has more bytes
            // than a kit shares.
            for (ShamirSplitSecretShare share : Arrays.copyOf(split.getSecretShares(), count)) {
                parts.add(share.getEncoded());
            }
            return parts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Brings the root file back.
     *
     * @param shares at least as many different ones as are needed; all that are given are used
     * @throws SekishoException {@code RECOVERY_KIT_INCOMPLETE} if they are too few, {@code RECOVERY_KIT_MIXED} if they are of
     *     different kits, {@code RECOVERY_KIT_INVALID} if they do not fit together
     */
    public static byte[] join(List<Share> shares) {
        if (shares.isEmpty()) {
            throw new SekishoException(ErrorCode.RECOVERY_KIT_INCOMPLETE, "No share of the recovery kit was given.");
        }
        Share first = shares.getFirst();
        Map<Integer, Share> byNumber = new TreeMap<>();
        for (Share share : shares) {
            if (!share.sameKit(first)) {
                throw new SekishoException(
                        ErrorCode.RECOVERY_KIT_MIXED,
                        "The shares are of different recovery kits: " + first.kitName() + " of " + first.made()
                                + " and " + share.kitName() + " of " + share.made() + "; take shares of one kit.");
            }
            Share before = byNumber.putIfAbsent(share.number(), share);
            if (before != null && !Arrays.equals(before.part(), share.part())) {
                throw damaged();
            }
        }
        if (byNumber.size() < first.needed()) {
            throw new SekishoException(
                    ErrorCode.RECOVERY_KIT_INCOMPLETE,
                    "The recovery kit needs " + first.needed() + " different shares; here are " + byNumber.size()
                            + " (number "
                            + String.join(
                                    ", ",
                                    byNumber.keySet().stream()
                                            .map(String::valueOf)
                                            .toList())
                            + ").");
        }
        byte[] secret = secret(byNumber.values());
        byte[] rootFile = Arrays.copyOf(secret, Math.max(0, secret.length - PROOF_BYTES));
        byte[] proof = Arrays.copyOfRange(secret, rootFile.length, secret.length);
        if (!MessageDigest.isEqual(proof, proof(rootFile, first.region(), first.root(), first.kit()))) {
            throw damaged();
        }
        return rootFile;
    }

    private static byte[] secret(Collection<Share> shares) {
        ShamirSplitSecretShare[] parts = shares.stream()
                .map(share -> new ShamirSplitSecretShare(share.part(), share.number()))
                .toArray(ShamirSplitSecretShare[]::new);
        try {
            return new ShamirSplitSecret(Algorithm.AES, Mode.Native, parts).getSecret();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A share as text for paper, with what it is and what to do with it.
     *
     * @param language Japanese, or English for any other
     */
    public static String print(Share share, Locale language) {
        return KitText.of(language).page(share, ShareLines.print(ShareCodec.encode(share)));
    }

    /**
     * Reads a share from its page, or from its numbered lines alone.
     *
     * @throws SekishoException {@code RECOVERY_KIT_INVALID}, naming the line that is missing or mistyped
     */
    public static Share parse(String text) {
        byte[] bytes = ShareLines.read(text);
        try {
            return ShareCodec.decode(bytes);
        } catch (IllegalArgumentException e) {
            throw ShareLines.invalid(
                    "Each line fits, but together they are no share: lines of different shares were mixed. Type one share at a time.");
        }
    }

    /** Inside the split secret, so that shares that do not fit are found out, and a share by itself says nothing. */
    private static byte[] proof(byte[] rootFile, Region region, Id128 root, long kit) {
        try {
            byte[] parts = Info.of("sekisho/1 recovery kit")
                    .text(region.name())
                    .part(root.bytes())
                    .number(kit)
                    .part(rootFile)
                    .bytes();
            return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(parts), PROOF_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK offers no SHA-256", e);
        }
    }

    private static SekishoException damaged() {
        return new SekishoException(
                ErrorCode.RECOVERY_KIT_INVALID,
                "The shares do not fit together: at least one of them is not what was printed. Try others of the same kit.");
    }
}

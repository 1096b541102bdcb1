package dev.sekisho.seal.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.seal.keys.RootFileInfo.Lock;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecoveryKitTest {
    private static final Region REGION = new Region("jp-east");
    private static final Instant NOW = Instant.parse("2026-11-23T02:03:04Z");

    /** The file that marks a root in a key service: the one root file that a test can make without the key store. */
    private static byte[] marker(int seed) {
        byte[] file = new byte[38];
        new Random(seed).nextBytes(file);
        ByteBuffer.wrap(file).putInt(0x53_4B_52_56).put((byte) 1).put((byte) 0);
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(file, 0, 22);
            System.arraycopy(digest.digest(), 0, file, 22, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        return file;
    }

    @Property(tries = 60)
    void anySharesThatAreEnoughBringTheRootBackAndFewerAreRefused(
            @ForAll @IntRange(min = 2, max = 16) int count, @ForAll int seed) {
        Random random = new Random(seed);
        int needed = 2 + random.nextInt(count - 1);
        byte[] root = marker(seed);
        List<Share> shares = new ArrayList<>(RecoveryKit.split(root, REGION, needed, count, NOW));
        Collections.shuffle(shares, random);
        int given = needed + random.nextInt(count - needed + 1);
        assertThat(RecoveryKit.join(shares.subList(0, given))).isEqualTo(root);
        if (needed > 2) {
            refused(
                    ErrorCode.RECOVERY_KIT_INCOMPLETE,
                    "needs " + needed,
                    () -> RecoveryKit.join(shares.subList(0, needed - 1)));
        }
        List<Share> twice = new ArrayList<>(Collections.nCopies(needed, shares.getFirst()));
        refused(ErrorCode.RECOVERY_KIT_INCOMPLETE, "here are 1", () -> RecoveryKit.join(twice));
    }

    @Property(tries = 40)
    void theSharesAreThoseOfTheSchemeAsAnotherImplementationReadsIt(@ForAll @IntRange(min = 2, max = 9) int count) {
        byte[] root = marker(count);
        List<Share> shares = RecoveryKit.split(root, REGION, count, count, NOW);
        byte[] secret = new byte[shares.getFirst().part().length];
        for (int at = 0; at < secret.length; at++) {
            secret[at] = (byte) atZero(shares, at);
        }
        assertThat(Arrays.copyOf(secret, root.length)).isEqualTo(root);
    }

    @Test
    void oneShareTooFewSaysNothingEverySecretFitsIt() {
        List<Share> shares = RecoveryKit.split(marker(1), REGION, 3, 3, NOW);
        Set<Integer> secrets = new HashSet<>();
        for (int guess = 0; guess < 256; guess++) {
            byte[] part = shares.get(2).part().clone();
            part[7] = (byte) guess;
            Share third = with(shares.get(2), part);
            secrets.add(atZero(List.of(shares.get(0), shares.get(1), third), 7));
        }
        assertThat(secrets).hasSize(256);
    }

    /** Lagrange's interpolation at zero over GF(2^8) with 0x11B, by carry-less products and a search for the inverse. */
    private static int atZero(List<Share> shares, int at) {
        int sum = 0;
        for (Share one : shares) {
            int term = one.part()[at] & 0xFF;
            for (Share other : shares) {
                if (other.number() != one.number()) {
                    term = times(term, times(other.number(), inverse(other.number() ^ one.number())));
                }
            }
            sum ^= term;
        }
        return sum;
    }

    private static int times(int a, int b) {
        int product = 0;
        for (int bit = 0; bit < 8; bit++) {
            product ^= (b >> bit & 1) * (a << bit);
        }
        for (int bit = 14; bit >= 8; bit--) {
            product ^= (product >> bit & 1) * (0x11B << (bit - 8));
        }
        return product;
    }

    private static int inverse(int a) {
        for (int b = 1; b < 256; b++) {
            if (times(a, b) == 1) {
                return b;
            }
        }
        throw new IllegalArgumentException("zero has no inverse");
    }

    @Test
    void sharesOfDifferentKitsAreNamedAndAForgedOneIsFound() {
        List<Share> one = RecoveryKit.split(marker(1), REGION, 2, 3, NOW);
        List<Share> again = RecoveryKit.split(marker(1), REGION, 2, 3, NOW);
        List<Share> other = RecoveryKit.split(marker(2), REGION, 2, 3, NOW);
        refused(
                ErrorCode.RECOVERY_KIT_MIXED,
                again.get(1).kitName(),
                () -> RecoveryKit.join(List.of(one.get(0), again.get(1))));
        refused(ErrorCode.RECOVERY_KIT_MIXED, "one kit", () -> RecoveryKit.join(List.of(one.get(0), other.get(1))));
        byte[] part = one.get(1).part().clone();
        part[3] ^= 1;
        Share forged = with(one.get(1), part);
        refused(
                ErrorCode.RECOVERY_KIT_INVALID,
                "do not fit together",
                () -> RecoveryKit.join(List.of(one.get(0), forged)));
        refused(
                ErrorCode.RECOVERY_KIT_INVALID,
                "do not fit together",
                () -> RecoveryKit.join(List.of(one.get(0), one.get(2), forged)));
        refused(
                ErrorCode.RECOVERY_KIT_INVALID,
                "do not fit together",
                () -> RecoveryKit.join(List.of(one.get(0), one.get(1), forged)));
        refused(ErrorCode.RECOVERY_KIT_INCOMPLETE, "No share", () -> RecoveryKit.join(List.of()));
    }

    private static Share with(Share share, byte[] part) {
        return new Share(
                share.region(),
                share.root(),
                share.lock(),
                share.kit(),
                share.made(),
                share.needed(),
                share.count(),
                share.number(),
                part);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1/3", "4/3", "2/17", "0/0", "-1/5"})
    void numbersThatMakeNoKitAreRefused(String numbers) {
        String[] both = numbers.split("/", -1);
        refused(
                ErrorCode.INVALID_INPUT,
                "at most 16 shares",
                () -> RecoveryKit.split(marker(1), REGION, Integer.parseInt(both[0]), Integer.parseInt(both[1]), NOW));
    }

    @Test
    void whatIsNoRootFileIsNotSplit() {
        refused(
                ErrorCode.KEY_STORE_UNAVAILABLE,
                "not a root file",
                () -> RecoveryKit.split(new byte[90], REGION, 2, 3, NOW));
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja", "fr"})
    void aPageReadsBackAndSaysWhatItIs(String language) {
        Share share = RecoveryKit.split(marker(1), REGION, 2, 3, NOW).get(1);
        String page = RecoveryKit.print(share, Locale.of(language));
        assertThat(ShareCodec.encode(RecoveryKit.parse(page))).isEqualTo(ShareCodec.encode(share));
        assertThat(page)
                .contains("jp-east", share.root().toString(), "2026-11-23", share.kitName())
                .contains(language.equals("ja") ? "紙片 2/3（復旧に必要な枚数: 2）" : "Share 2 of 3; 2 shares are needed");
        List<String> numbered = page.lines()
                .filter(line -> !line.isBlank() && Character.isDigit(line.charAt(0)))
                .toList();
        assertThat(numbered).isNotEmpty().allMatch(line -> line.matches("\\d\\d:(?: [0-9A-Z]{1,4})+ - [0-9A-Z]{4}"));
    }

    @Test
    void thePageSaysWhatIsNeededBesideTheKit() {
        for (Lock lock : Lock.values()) {
            Share share =
                    new Share(REGION, new Id128(1, 2), lock, 3, LocalDate.of(2026, 11, 23), 3, 5, 2, new byte[106]);
            String english = RecoveryKit.print(share, Locale.ENGLISH);
            String japanese = RecoveryKit.print(share, Locale.JAPANESE);
            assertThat(english.contains("locked with a passphrase that is NOT in this kit"))
                    .isEqualTo(lock == Lock.PASSPHRASE);
            assertThat(japanese.contains("パスフレーズの両方が必要")).isEqualTo(lock == Lock.PASSPHRASE);
            assertThat(english.contains("holds NO secret")).isEqualTo(lock == Lock.SERVICE);
            assertThat(japanese.contains("秘密は入っておらず")).isEqualTo(lock == Lock.SERVICE);
            assertThat(english.contains("nothing else is needed")).isEqualTo(lock == Lock.NONE);
            assertThat(RecoveryKit.parse(japanese).lock()).isEqualTo(lock);
        }
    }

    @Test
    void whoeverTypesMayBeSloppyAboutWhatLooksAlike() {
        Share share = RecoveryKit.split(marker(3), REGION, 2, 2, NOW).getFirst();
        String lines = ShareLines.print(ShareCodec.encode(share));
        List<String> shuffled = new ArrayList<>(lines.lines().toList());
        Collections.shuffle(shuffled, new Random(4));
        StringBuilder wide = new StringBuilder();
        lines.chars().forEach(c -> wide.append((char) (c > ' ' && c < 127 ? c + 0xFEE0 : c)));
        List<String> typed = List.of(
                lines.toLowerCase(Locale.ROOT),
                lines.replace('0', 'O').replace('1', 'l'),
                lines.replaceAll("(?<=[0-9A-Z]) (?=[0-9A-Z])", ""),
                lines.replace(" - ", "ー").replace(' ', '\u3000'),
                lines.replace(":", "."),
                wide.toString(),
                "my own notes\n  " + String.join("\n\n   ", shuffled) + "\nand no more");
        for (String text : typed) {
            assertThat(ShareCodec.encode(RecoveryKit.parse(text))).as(text).isEqualTo(ShareCodec.encode(share));
        }
    }

    @Test
    void everyWrongCharacterIsFoundAndItsLineNamed() {
        Share share = RecoveryKit.split(marker(5), REGION, 2, 2, NOW).getFirst();
        List<String> lines = ShareLines.print(ShareCodec.encode(share)).lines().toList();
        Random random = new Random(6);
        for (int line = 0; line < lines.size(); line++) {
            String good = lines.get(line);
            for (int at = 4; at < good.length(); at++) {
                if (!Character.isLetterOrDigit(good.charAt(at))) {
                    continue;
                }
                char wrong = good.charAt(at);
                while (wrong == good.charAt(at)) {
                    wrong = "0123456789ABCDEFGHJKMNPQRSTVWXYZU".charAt(random.nextInt(33));
                }
                List<String> typed = new ArrayList<>(lines);
                typed.set(line, good.substring(0, at) + wrong + good.substring(at + 1));
                mistyped(typed, "Line " + (line + 1) + " ");
            }
            List<String> without = new ArrayList<>(lines);
            without.remove(line);
            mistyped(without, "Line " + (line + 1) + " of the share is missing");
            List<String> cut = new ArrayList<>(lines);
            cut.set(line, good.substring(0, good.length() - 1));
            mistyped(cut, "Line " + (line + 1) + " ");
        }
    }

    @Test
    void linesOfDifferentSharesOrNumbersAreFound() {
        List<Share> shares = RecoveryKit.split(marker(7), REGION, 2, 2, NOW);
        List<String> one =
                ShareLines.print(ShareCodec.encode(shares.get(0))).lines().toList();
        List<String> other =
                ShareLines.print(ShareCodec.encode(shares.get(1))).lines().toList();
        List<String> mixed = new ArrayList<>(one);
        mixed.set(6, other.get(6));
        mistyped(mixed, "lines of different shares");
        List<String> both = new ArrayList<>(one);
        both.addAll(other);
        mistyped(both, "is there twice");
        List<String> swapped = new ArrayList<>(one);
        swapped.set(2, "03" + one.get(3).substring(2));
        mistyped(swapped, "Line 3 ");
        mistyped(List.of("nothing", "of", "it"), "Line 1 of the share is missing");
        // Negative control: the same lines as they are
        assertThat(RecoveryKit.parse(String.join("\n", one)).number()).isEqualTo(1);
    }

    private static void mistyped(List<String> lines, String text) {
        refused(ErrorCode.RECOVERY_KIT_INVALID, text, () -> RecoveryKit.parse(String.join("\n", lines)));
    }

    private static void refused(ErrorCode code, String text, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(SekishoException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.getMessage()).contains(text);
        });
    }
}

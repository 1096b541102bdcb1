package dev.sekisho.trust.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.directory.CustomerSettings;
import dev.sekisho.directory.Departures.Former;
import dev.sekisho.directory.Licence;
import dev.sekisho.directory.People;
import dev.sekisho.directory.Role;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.records.RecordsOptions;
import dev.sekisho.records.testing.TestServer;
import dev.sekisho.records.testing.TestServer.TestDatabase;
import dev.sekisho.seal.CustomerVault;
import dev.sekisho.seal.SegmentReader;
import dev.sekisho.seal.Vault;
import dev.sekisho.trust.erasure.Erasure.Intake;
import dev.sekisho.trust.erasure.Erasure.Subject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A copy of everything on day 0, an erasure on day 1, and parts of the copy brought back (trust.md, rows H4 and H5, section 2.6). With
 * {@code -Dsekisho.nightly=true} at full size: 1,000 people, ten of them erased.
 */
class OldCopyTest {
    private static final boolean NIGHTLY = Boolean.getBoolean("sekisho.nightly");
    private static final int PEOPLE = NIGHTLY ? 1_000 : 100;
    private static final int ERASED = NIGHTLY ? 10 : 2;
    private static final LocalDate MIXED = LocalDate.of(2026, 11, 21);
    private static final LocalDate APART = LocalDate.of(2026, 11, 20);
    private static final int TRAILER_BYTES = 72;

    @TempDir
    private Path folder;

    private final TestDatabase database = TestServer.fresh();
    private final List<PersonToken> people = new ArrayList<>();
    private CustomerScope aoi;
    private CustomerScope beni;
    private SortedSet<String> before;
    private List<Path> mixedSegments;
    private List<Path> apartSegments;

    @BeforeEach
    void dayZero() throws Exception {
        try (CopiedRegion region =
                open(keys(0), lake(0), database.options(), CopiedRegion.START, UnaryOperator.identity())) {
            aoi = customer(region, "Aoi");
            beni = customer(region, "Beni");
            for (int i = 0; i < PEOPLE; i++) {
                people.add(person(region, aoi, "p" + i + "@aoi.example"));
            }
            PersonToken ofBeni = person(region, beni, "b@beni.example");
            // On one day only people who stay.
            for (int i = ERASED; i < PEOPLE; i++) {
                region.event(aoi, people.get(i), at(APART, i), i);
            }
            region.settle();
            apartSegments = segments(lake(0));
            for (int i = 0; i < PEOPLE; i++) {
                region.event(aoi, people.get(i), at(MIXED, i), 10_000L + i);
            }
            region.settle();
            mixedSegments = new ArrayList<>(segments(lake(0)));
            mixedSegments.removeAll(apartSegments);
            region.event(beni, ofBeni, at(MIXED, 1), 1);
            region.settle();
            before = region.answers(aoi, Optional.empty());
            assertThat(before).hasSize(2 * PEOPLE - ERASED);
        }
        copy(keys(0), keys(1));
        copy(lake(0), lake(1));
        copyDatabase("old");
    }

    /** Day 1: the erasure, in the parts of day 1. */
    private void erase(UnaryOperator<Vault> watched) throws Exception {
        try (CopiedRegion region = open(keys(1), lake(1), database.options(), dayOne(), watched)) {
            for (int i = 0; i < ERASED; i++) {
                erase(region, aoi, new Subject.Person(people.get(i)), people.get(PEOPLE - 2), people.get(PEOPLE - 1));
            }
            PersonToken first = person(region, beni, "first@beni.example");
            PersonToken second = person(region, beni, "second@beni.example");
            erase(region, beni, new Subject.WholeCustomer(), first, second);
            region.run("trust.erasure");
            region.run("trust.departures");
            assertThat(region.answers(aoi, Optional.empty())).isEqualTo(ofOthers(before));
        }
    }

    private static void erase(
            CopiedRegion region, CustomerScope scope, Subject subject, PersonToken asks, PersonToken approves) {
        Erasure asked = region.trust.of(region.as(scope, asks)).erasures().request(subject, Intake.CONSOLE);
        var unused = region.trust.of(region.as(scope, approves)).erasures().approve(asked.id(), asked.version());
    }

    @Test
    void oldDataUnderTodaysKeysHoldsNobodyWhoWasErased() throws Exception {
        // Given
        erase(UnaryOperator.identity());
        // When the data of day 0 is brought back
        try (CopiedRegion region = open(keys(1), lake(0), old(), dayOne(), UnaryOperator.identity())) {
            region.run("trust.erasure");
            // Then
            assertNobody(region);
            // below the API: what held somebody who was erased is dark, the rest opens
            assertThat(opened(region.vault, mixedSegments)).isZero();
            assertThat(opened(region.vault, apartSegments))
                    .isEqualTo(apartSegments.size())
                    .isPositive();
            assertThat(region.answers(aoi, Optional.of(APART))).isEqualTo(ofDay(before, APART));
            assertThat(ofOthers(before)).containsAll(region.answers(aoi, Optional.empty()));
        }
    }

    @Test
    void anOldCopyOfTheKeysAndTheDataIsErasedAgainAndOthersAreWhole() throws Exception {
        // Given
        erase(UnaryOperator.identity());
        // When keys and data of day 0 are brought back, and only the ledger is today's
        try (CopiedRegion region = open(keys(0), lake(0), old(), dayOne(), UnaryOperator.identity())) {
            // Then
            assertThat(region.found).isEqualTo(new LedgerReplay.Found(1, ERASED));
            region.run("trust.departures");
            region.run("trust.erasure");
            assertNobody(region);
            assertThat(region.directory.departures().former())
                    .extracting(Former::cause)
                    .containsExactly("erased-before");
            assertThat(opened(region.vault, mixedSegments)).isZero();
            assertThat(region.answers(aoi, Optional.empty())).isEqualTo(ofOthers(before));
        }
    }

    @Test
    void anOldCopyOfEverythingButTheRecordsIsRefused() throws Exception {
        // Given
        erase(UnaryOperator.identity());
        // When the ledger of day 0, which is empty, is brought back with the keys and the lake of day 0
        delete(folder.resolve("ledgers"));
        // Then
        assertThatThrownBy(() -> open(keys(0), lake(0), database.options(), dayOne(), UnaryOperator.identity()))
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LEDGER_CUT));
    }

    /** The check can fail: without the destruction of salts the old segments open. */
    @Test
    void withoutTheDestructionOfSaltsTheSameCheckFindsThem() throws Exception {
        // Given
        erase(OldCopyTest::keepingSalts);
        // When
        try (CopiedRegion region = open(keys(1), lake(0), old(), dayOne(), OldCopyTest::keepingSalts)) {
            // Then
            assertThat(opened(region.vault, mixedSegments)).isPositive();
        }
    }

    private void assertNobody(CopiedRegion region) {
        for (int i = 0; i < ERASED; i++) {
            PersonToken gone = people.get(i);
            assertThat(region.directory.of(aoi).people().find(gone)).isEmpty();
            assertThat(region.answers(aoi, Optional.empty())).noneMatch(line -> line.contains(gone.toString()));
        }
        assertThat(region.directory.of(aoi).people().list(Optional.empty(), 1_000))
                .hasSize(PEOPLE - ERASED);
        assertThatThrownBy(() -> region.vault.of(beni))
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.KEY_DESTROYED));
    }

    private SortedSet<String> ofOthers(SortedSet<String> lines) {
        SortedSet<String> others = new TreeSet<>(lines);
        for (int i = 0; i < ERASED; i++) {
            String gone = people.get(i).value().toString();
            others.removeIf(line -> line.contains(gone));
        }
        return others;
    }

    private static SortedSet<String> ofDay(SortedSet<String> lines, LocalDate day) {
        SortedSet<String> some = new TreeSet<>(lines);
        some.removeIf(line -> !line.contains(day + "T"));
        return some;
    }

    /** How many of these files open with these keys, read to the end. */
    private int opened(Vault vault, List<Path> files) throws IOException {
        int count = 0;
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(saved(file));
            Id128 id = Id128.of(
                    Arrays.copyOfRange(bytes, bytes.length - TRAILER_BYTES + 16, bytes.length - TRAILER_BYTES + 32));
            for (LocalDate day : List.of(APART, MIXED)) {
                count += opens(vault, id, day, bytes) ? 1 : 0;
            }
        }
        return count;
    }

    private Path saved(Path file) {
        return folder.resolve("saved").resolve(folder.resolve("lake-0").relativize(file));
    }

    private boolean opens(Vault vault, Id128 id, LocalDate day, byte[] bytes) throws IOException {
        try {
            SegmentReader reader = vault.of(aoi).openSegment(id, day, new dev.sekisho.seal.RandomAccessSource() {
                @Override
                public long length() {
                    return bytes.length;
                }

                @Override
                public void read(long position, byte[] target, int offset, int length) {
                    System.arraycopy(bytes, (int) position, target, offset, length);
                }
            });
            reader.read(0, new byte[(int) reader.size()], 0, (int) reader.size());
            return true;
        } catch (SekishoException e) {
            return false;
        }
    }

    /** Keys whose salts survive what the lake does. */
    private static Vault keepingSalts(Vault vault) {
        return (Vault) Proxy.newProxyInstance(
                Vault.class.getClassLoader(), new Class<?>[] {Vault.class}, (proxy, method, arguments) -> {
                    Object answer = call(vault, method, arguments);
                    return answer instanceof CustomerVault keys
                            ? Proxy.newProxyInstance(
                                    Vault.class.getClassLoader(),
                                    new Class<?>[] {CustomerVault.class},
                                    (inner, called, values) -> called.getName().equals("destroySegment")
                                            ? null
                                            : call(keys, called, values))
                            : answer;
                });
    }

    private static Object call(Object target, java.lang.reflect.Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static CustomerScope customer(CopiedRegion region, String name) {
        return region.directory
                .customers()
                .create(
                        CustomerSettings.initial(name),
                        Licence.full(LocalDate.ofInstant(CopiedRegion.START, ZoneOffset.UTC)
                                .plusYears(1)),
                        CopiedRegion.ACTOR)
                .scope();
    }

    private static PersonToken person(CopiedRegion region, CustomerScope scope, String login) {
        return region.directory
                .of(scope)
                .people()
                .add(new People.NewPerson(login, "Name", "", Role.ADMINISTRATOR, new TreeSet<>()), Optional.empty())
                .token();
    }

    private static Instant at(LocalDate day, int second) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant().plusSeconds(second);
    }

    private static Instant dayOne() {
        return CopiedRegion.START.plus(Duration.ofDays(1));
    }

    private CopiedRegion open(Path keys, Path lake, RecordsOptions options, Instant now, UnaryOperator<Vault> watched) {
        return new CopiedRegion(keys, lake, options, folder.resolve("ledgers"), now, watched);
    }

    private Path keys(int day) {
        return folder.resolve("keys-" + day);
    }

    private Path lake(int day) {
        return folder.resolve("lake-" + day);
    }

    private RecordsOptions old() {
        RecordsOptions today = database.options();
        return new RecordsOptions(
                new RecordsOptions.External(TestServer.server().url(database.name() + "_old"), database.credentials()),
                database.name(),
                today.limits());
    }

    /** A copy of every page of the database, made by the server while nobody is in it. */
    private void copyDatabase(String suffix) throws Exception {
        try (Connection superuser = TestServer.server().superuser("postgres")) {
            superuser
                    .createStatement()
                    .execute("CREATE DATABASE " + database.name() + "_" + suffix + " TEMPLATE " + database.name()
                            + " OWNER " + database.name() + "_owner");
        }
        copy(lake(0), folder.resolve("saved"));
    }

    private static List<Path> segments(Path lake) throws IOException {
        try (Stream<Path> files = Files.walk(lake)) {
            return files.filter(Files::isRegularFile)
                    .filter(OldCopyTest::isSegment)
                    .toList();
        }
    }

    private static boolean isSegment(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            int trailer = bytes.length - TRAILER_BYTES;
            return trailer > 0
                    && new String(bytes, trailer, 4, java.nio.charset.StandardCharsets.US_ASCII).equals("SKSG");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

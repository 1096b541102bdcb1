package dev.sekisho.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.records.testing.TestServer;
import dev.sekisho.records.testing.TestServer.TestDatabase;
import dev.sekisho.records.testing.TestVault;
import dev.sekisho.seal.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SchemaTest {
    private static final Path MIGRATIONS = Path.of("src/main/resources/dev/sekisho/records/migrations");
    private static final Pattern FILE_NAME = Pattern.compile("V20\\d{10}__[a-z0-9_]+\\.sql");

    /** What would break a node of the version before, which still runs while this one is rolled out. */
    private static final Pattern CONTRACTING = Pattern.compile(
            "\\b(DROP\\s+(TABLE|COLUMN|SCHEMA|POLICY)|RENAME\\b|ALTER\\s+COLUMN\\s+\\S+\\s+(SET\\s+DATA\\s+)?TYPE"
                    + "|NO\\s+FORCE|DISABLE\\s+ROW\\s+LEVEL|BYPASSRLS|TRUNCATE)",
            Pattern.CASE_INSENSITIVE);

    private final Vault vault = TestVault.open();
    private TestDatabase database;
    private Records records;

    @BeforeEach
    void open() {
        database = TestServer.fresh();
        records = database.open(vault, InstantSource.system());
    }

    @AfterEach
    void close() {
        records.close();
    }

    private List<String> query(String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection superuser = database.superuser();
                Statement statement = superuser.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    private void execute(String sql) throws SQLException {
        try (Connection superuser = database.superuser();
                Statement statement = superuser.createStatement()) {
            statement.execute(sql);
        }
    }

    private TreeSet<String> notInBoth() throws SQLException {
        TreeSet<String> listed = ColumnCatalogue.load().stream()
                .map(column -> column.table() + "." + column.name())
                .collect(Collectors.toCollection(TreeSet::new));
        TreeSet<String> real =
                new TreeSet<>(query("SELECT table_name || '.' || column_name FROM information_schema.columns"
                        + " WHERE table_schema = 'sekisho'"));
        TreeSet<String> difference = new TreeSet<>(listed);
        difference.addAll(real);
        listed.retainAll(real);
        difference.removeAll(listed);
        return difference;
    }

    private List<String> tablesWithAnOpenWall() throws SQLException {
        return query("SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                + " WHERE n.nspname = 'sekisho' AND c.relkind IN ('r', 'p') AND EXISTS (SELECT 1 FROM pg_attribute a"
                + " WHERE a.attrelid = c.oid AND a.attname IN ('customer', 'customer_id', 'tenant')) AND NOT"
                + " (c.relrowsecurity AND c.relforcerowsecurity AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid"
                + " AND pg_get_expr(p.polqual, c.oid) LIKE '%current_setting(''sekisho.customer''::text)%'"
                + " AND pg_get_expr(p.polwithcheck, c.oid) LIKE '%current_setting(''sekisho.customer''::text)%'))");
    }

    @Test
    void everyColumnIsInTheCatalogueAndTheOtherWayRound() throws SQLException {
        assertThat(notInBoth()).isEmpty();
        // When a column is planted
        execute("ALTER TABLE sekisho.gatekeeper ADD COLUMN planted text");
        // Then
        assertThat(notInBoth()).containsExactly("gatekeeper.planted");
    }

    @Test
    void everyTableOfCustomersForcesRowLevelSecurityWithoutMissingOk() throws SQLException {
        assertThat(tablesWithAnOpenWall()).isEmpty();
        // When tables are planted
        execute("CREATE TABLE sekisho.planted_open (customer bytea)");
        execute("CREATE TABLE sekisho.planted_lenient (customer bytea)");
        execute("ALTER TABLE sekisho.planted_lenient ENABLE ROW LEVEL SECURITY");
        execute("ALTER TABLE sekisho.planted_lenient FORCE ROW LEVEL SECURITY");
        execute("CREATE POLICY p ON sekisho.planted_lenient USING"
                + " (customer = current_setting('sekisho.customer', true)::bytea)");
        // Then
        assertThat(tablesWithAnOpenWall()).containsExactlyInAnyOrder("planted_open", "planted_lenient");
    }

    @Test
    void migrationsOnlyExpand() throws IOException {
        try (var files = Files.list(MIGRATIONS)) {
            for (Path file : files.toList()) {
                assertThat(file.getFileName().toString()).matches(FILE_NAME);
                assertThat(CONTRACTING.matcher(Files.readString(file)).find())
                        .as("contracting statement in " + file.getFileName())
                        .isFalse();
            }
        }
        for (String bad : List.of(
                "ALTER TABLE a DROP COLUMN b",
                "alter table a rename column b to c",
                "ALTER TABLE a ALTER COLUMN b TYPE int",
                "ALTER TABLE a NO FORCE ROW LEVEL SECURITY")) {
            assertThat(CONTRACTING.matcher(bad).find()).as(bad).isTrue();
        }
    }

    @Test
    void openingAgainChangesNothing() throws SQLException {
        // Given
        List<String> before = query("SELECT version FROM sekisho.flyway_schema_history");
        records.close();
        // When
        records = database.open(vault, InstantSource.system());
        // Then
        assertThat(query("SELECT version FROM sekisho.flyway_schema_history")).isEqualTo(before);
        assertThat(records.problem()).isEmpty();
    }

    @Test
    void aSchemaOfANewerVersionIsRefused() throws SQLException {
        // Given
        records.close();
        execute(
                "INSERT INTO sekisho.flyway_schema_history (installed_rank, version, description, type, script, checksum,"
                        + " installed_by, execution_time, success) VALUES (99, '209901010000', 'later', 'SQL',"
                        + " 'V209901010000__later.sql', 1, 'owner', 1, true)");
        // When
        assertThatThrownBy(() -> database.open(vault, InstantSource.system()))
                .isInstanceOfSatisfying(
                        SekishoException.class,
                        // Then
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_SCHEMA));
    }

    @Test
    void credentialsThatOthersMayReadAreRefused() throws IOException {
        // Given
        Files.setPosixFilePermissions(
                database.credentials(), java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
        // When
        assertThatThrownBy(() -> database.open(vault, InstantSource.system()))
                .isInstanceOfSatisfying(
                        SekishoException.class,
                        // Then
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID));
    }

    @Test
    void anAddressWithAPasswordInItIsRefused() {
        assertThatThrownBy(() -> new dev.sekisho.records.connect.Address(
                        "jdbc:postgresql://127.0.0.1/x?user=a&password=b", java.time.Duration.ofSeconds(5)))
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID));
    }
}

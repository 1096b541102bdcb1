package dev.sekisho.app.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import dev.sekisho.kernel.scope.ScopeIssuer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The "must not see" column of docs/architecture.md, and where a scope may come from. */
class ArchitectureTest {
    private static final List<String> FLOORS = List.of(
            "kernel", "seal", "policy", "records", "lake", "directory", "trust", "keeper", "gateway", "control", "app");
    private static final String[] ASIDE = {"dev.sekisho.testkit..", "dev.sekisho.benchmarks.."};
    private static final String[] DATABASES = {
        "java.sql..",
        "javax.sql..",
        "org.jdbi..",
        "org.postgresql..",
        "com.zaxxer.hikari..",
        "org.flywaydb..",
        "org.duckdb.."
    };
    private static final String SPRING = "org.springframework..";
    private static final String NETTY = "io.netty..";
    private static final String HTTP = "java.net.http..";
    private static final String KEY_SERVICES = "dev.sekisho.seal.vault..";
    private static final String SERVLET = "jakarta.servlet..";

    private final JavaClasses product = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(place -> !place.contains("-tests.jar"))
            .importPackages("dev.sekisho");

    @TestFactory
    Stream<DynamicTest> noFloorSeesWhatItMustNotSee() {
        Map<String, String[]> forbidden = new TreeMap<>(Map.of(
                "kernel", with(DATABASES, SPRING, NETTY, SERVLET, HTTP, "java.nio.file.."),
                "seal", with(DATABASES, SPRING, NETTY, SERVLET, HTTP),
                "policy", with(DATABASES, SPRING, NETTY, SERVLET, HTTP),
                "records", with(new String[0], SPRING, NETTY, SERVLET, HTTP, "org.duckdb.."),
                "lake", with(new String[0], SPRING, NETTY, SERVLET, HTTP, "org.jdbi..", "org.postgresql.."),
                "directory", with(DATABASES, SPRING, NETTY, SERVLET, HTTP),
                "trust", with(DATABASES, SPRING, NETTY, SERVLET, HTTP),
                "keeper",
                        with(
                                DATABASES,
                                SPRING,
                                NETTY,
                                SERVLET,
                                "dev.sekisho.seal..",
                                "dev.sekisho.records..",
                                "dev.sekisho.lake..",
                                "dev.sekisho.directory.."),
                "gateway", with(DATABASES, SPRING, SERVLET),
                "control", with(DATABASES, NETTY)));
        return forbidden.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(
                        entry.getKey() + " must not see " + String.join(", ", entry.getValue()),
                        () -> mustNotSee(entry.getKey(), entry.getValue()).check(product)));
    }

    @TestFactory
    Stream<DynamicTest> arrowsGoDownOnly() {
        return FLOORS.stream()
                .map(floor -> DynamicTest.dynamicTest(floor, () -> {
                    String[] above = FLOORS.subList(FLOORS.indexOf(floor) + 1, FLOORS.size()).stream()
                            .map(name -> "dev.sekisho." + name + "..")
                            .toArray(String[]::new);
                    if (above.length > 0) {
                        mustNotSee(floor, above).check(product);
                    }
                }));
    }

    @Test
    void theGatewayMeetsTheRestThroughItsPortsOnly() {
        mustNotSee("gateway", "dev.sekisho.records..", "dev.sekisho.lake..", "dev.sekisho.directory..")
                .check(product);
    }

    @Test
    void theKernelMeetsNoFiles() {
        mustNotMeetFiles("kernel").check(product);
    }

    @Test
    void theProductSeesNothingThatOnlyTestsAndMeasurementsNeed() {
        for (String floor : FLOORS) {
            mustNotSee(floor, ASIDE).check(product);
        }
    }

    @Test
    void onlyTheAppMakesTheScopeIssuer() {
        mustNotMakeIssuers("dev.sekisho.app..").check(product);
        // and the rule is red for the app itself
        assertThat(mustNotMakeIssuers("dev.sekisho.nowhere..").evaluate(product).hasViolation())
                .isTrue();
    }

    private static ArchRule mustNotMakeIssuers(String allowed) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(allowed)
                .should()
                .callMethod(ScopeIssuer.class, "create", dev.sekisho.kernel.scope.Region.class);
    }

    @Test
    void thereIsNoStaticMutableState() {
        noFields().that().areStatic().should().notBeFinal().check(product);
    }

    @Test
    void noClassIsCalledUtilHelperOrManager() {
        classes()
                .that()
                .resideInAPackage("dev.sekisho..")
                .should()
                .haveSimpleNameNotEndingWith("Util")
                .andShould()
                .haveSimpleNameNotEndingWith("Utils")
                .andShould()
                .haveSimpleNameNotEndingWith("Helper")
                .andShould()
                .haveSimpleNameNotEndingWith("Manager")
                .because("a name should say what the thing is for")
                .check(product.that(com.tngtech.archunit.base.DescribedPredicate.describe(
                        "is no adaptor of a foreign interface of that name",
                        type -> type.getAllRawInterfaces().stream()
                                        .noneMatch(i -> i.getSimpleName().endsWith("Manager"))
                                && type.getAllRawSuperclasses().stream()
                                        .noneMatch(s -> s.getSimpleName().endsWith("Manager")))));
    }

    @Test
    void theRulesAreRedWhenAFloorSeesTheOneAboveIt() {
        // Given
        ArchRule broken = mustNotSee("app", "dev.sekisho.kernel..");
        // When
        EvaluationResult result = broken.evaluate(product);
        // Then
        assertThat(result.hasViolation()).isTrue();
    }

    @Test
    void theRuleAboutFilesIsRedWhenAClassHasOne() {
        // Given
        JavaClasses one = new ClassFileImporter().importClasses(HasAFile.class);
        // When
        EvaluationResult result = mustNotMeetFiles("app").evaluate(one);
        // Then
        assertThat(result.hasViolation()).isTrue();
    }

    /** For the test above. */
    private record HasAFile(java.io.File file) {}

    @Test
    void keyServicesAreTheOnlyPartOfSealThatSpeaksHttpAndSeeNothingAboveIt() {
        keyServicesSeeOnlySeal("dev.sekisho.kernel..", "dev.sekisho.seal..").check(product);
        mustNotSee("seal", "dev.sekisho.seal.vault..").check(product);
        // and the rule is red where even seal would be too much
        assertThat(keyServicesSeeOnlySeal("dev.sekisho.kernel..")
                        .evaluate(product)
                        .hasViolation())
                .isTrue();
    }

    private static ArchRule keyServicesSeeOnlySeal(String... allowed) {
        return noClasses()
                .that()
                .resideInAPackage(KEY_SERVICES)
                .should()
                .dependOnClassesThat(
                        com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage("dev.sekisho..")
                                .and(com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages(
                                        with(allowed, KEY_SERVICES))));
    }

    private static ArchRule mustNotMeetFiles(String floor) {
        return noClasses()
                .that()
                .resideInAPackage("dev.sekisho." + floor + "..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.io\\.(RandomAccess)?File.*");
    }

    private static ArchRule mustNotSee(String floor, String... packages) {
        return noClasses()
                .that()
                .resideInAPackage("dev.sekisho." + floor + "..")
                .and()
                .resideOutsideOfPackage(KEY_SERVICES)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .allowEmptyShould(true);
    }

    private static String[] with(String[] some, String... more) {
        return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
    }
}

package dev.sekisho.directory;

import dev.sekisho.kernel.scope.ScopeIssuer;
import dev.sekisho.policy.category.CategoryTable;
import dev.sekisho.records.Records;
import dev.sekisho.seal.Vault;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * What a directory is made of; it closes none of it.
 *
 * @param records where it keeps its records
 * @param vault the keys of the region
 * @param issuer makes the scopes of those who were authenticated
 * @param categories the category lists in force, with which policies are published
 * @param node the name of this process's gateway, as actor of on-ramp scopes
 * @param dataClock stamps records, versions and the audit trail; may be moved in a laboratory
 * @param realClock validity of sessions, tokens and certificates; never moved
 */
public record DirectoryOptions(
        Records records,
        Vault vault,
        ScopeIssuer issuer,
        Supplier<CategoryTable> categories,
        String node,
        InstantSource dataClock,
        InstantSource realClock) {}

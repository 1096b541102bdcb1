package dev.sekisho.trust.backup;

import dev.sekisho.directory.base.Kind;
import java.util.List;

/**
 * What a look at a target found.
 *
 * @param target its name
 * @param time when, milliseconds since 1970
 * @param sets manifests that hold
 * @param objects objects whose bytes were read
 * @param bytes how many that were
 * @param findings kind and object, at most {@value #MAX_FINDINGS} of them
 * @param faults how many findings there were
 * @param number of the newest manifest
 */
record StoredCheck(
        String target, long time, int sets, long objects, long bytes, List<String> findings, int faults, long number) {
    static final Kind<StoredCheck> KIND = Kind.of("backup-check", StoredCheck.class);
    static final int MAX_FINDINGS = 100;
}

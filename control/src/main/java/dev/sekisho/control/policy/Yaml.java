package dev.sekisho.control.policy;

import dev.sekisho.control.problem.Refusal;
import dev.sekisho.kernel.error.ErrorCode;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** The value of a YAML 1.2 text (JSON schema): maps, lists, texts, numbers, truth values. */
final class Yaml {
    private static final int MAX_ALIASES = 50;
    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setAllowDuplicateKeys(false)
            .setMaxAliasesForCollections(MAX_ALIASES)
            .setCodePointLimit(4 << 20)
            .build();

    private Yaml() {}

    /** @throws Refusal {@code POLICY_INVALID} if it is not a map */
    static Map<?, ?> map(String text) {
        try {
            @Nullable Object value = new Load(SETTINGS).loadFromString(text);
            if (value instanceof Map<?, ?> map) {
                return map;
            }
        } catch (YamlEngineException notYaml) {
            // Said below; the compiler says where.
        }
        throw Refusal.unprocessable(
                ErrorCode.POLICY_INVALID, "The document is not a map in YAML or JSON.", java.util.List.of());
    }
}

package dev.sekisho.policy;

import dev.sekisho.policy.category.Catalogue;
import dev.sekisho.policy.category.CategoryTable;
import java.util.stream.Collectors;

/** Compiles documents that a test holds valid. */
public final class Policies {
    private Policies() {}

    public static CompiledPolicy compile(String text, CategoryTable lists) {
        return switch (PolicyCompiler.compile(text, Catalogue.shipped(), lists)) {
            case CompileResult.Compiled compiled -> compiled.policy();
            case CompileResult.Rejected rejected ->
                throw new AssertionError(
                        rejected.problems().stream().map(Object::toString).collect(Collectors.joining("\n")));
        };
    }

    public static CompiledPolicy compile(String text) {
        return compile(text, CategoryTable.empty());
    }
}

package dev.sekisho.seal.xts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WithoutNativeLibraryTest {
    @Test
    void withTheLibraryOnTheClassPathTheSameCodeFindsIt() throws Exception {
        assertThat(nameOfCipher(entry -> true)).isEqualTo("jdk+accp");
    }

    @Test
    void theCipherOpensWithTheJdkAloneWhereTheLibraryIsNotOnTheClassPath() throws Exception {
        assertThat(nameOfCipher(entry -> !entry.contains("AmazonCorretto"))).isEqualTo("jdk");
    }

    private static @Nullable Object nameOfCipher(Predicate<String> entries) throws Exception {
        String classPath = System.getProperty("java.class.path", "");
        URL[] urls = Arrays.stream(classPath.split(File.pathSeparator))
                .filter(entries)
                .map(entry -> url(Path.of(entry).toUri()))
                .toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            Class<?> choice = loader.loadClass(CipherChoice.class.getName());
            Object cipher =
                    choice.getMethod("open").invoke(choice.getField("AUTO").get(null));
            return loader.loadClass(UnitCipher.class.getName())
                    .getMethod("name")
                    .invoke(cipher);
        }
    }

    private static URL url(URI uri) {
        try {
            return uri.toURL();
        } catch (java.net.MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }
}

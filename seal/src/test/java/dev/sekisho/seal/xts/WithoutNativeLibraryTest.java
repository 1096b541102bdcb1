package dev.sekisho.seal.xts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WithoutNativeLibraryTest {
    @Test
    void theCipherOpensWithTheJdkAloneWhereTheLibraryIsNotOnTheClassPath() throws Exception {
        // Given
        String classPath = System.getProperty("java.class.path", "");
        URL[] without = Arrays.stream(classPath.split(File.pathSeparator))
                .filter(entry -> !entry.contains("AmazonCorretto"))
                .map(entry -> url(Path.of(entry).toUri()))
                .toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(without, ClassLoader.getPlatformClassLoader())) {
            // When
            Class<?> choice = loader.loadClass(CipherChoice.class.getName());
            Object auto = choice.getField("AUTO").get(null);
            Object cipher = choice.getMethod("open").invoke(auto);
            // Then
            Class<?> type = loader.loadClass(UnitCipher.class.getName());
            assertThat(type.getMethod("name").invoke(cipher)).isEqualTo("jdk");
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

package dev.sekisho.seal.xts;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A published answer of AES-256-XTS.
 *
 * @param name the source's name of it
 * @param key 64 bytes
 * @param tweak 16 bytes
 * @param plain the unit
 * @param sealed what it must become
 */
record KnownAnswer(String name, byte[] key, byte[] tweak, byte[] plain, byte[] sealed) {
    /** Reads lines of {@code name key tweak plaintext ciphertext} from a file beside this class; {@code #} starts a comment. */
    static List<KnownAnswer> read(String resource) {
        try (InputStream in = KnownAnswer.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException(resource + " is missing from the build");
            }
            List<KnownAnswer> answers = new ArrayList<>();
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (!line.isBlank() && !line.startsWith("#")) {
                        answers.add(parse(line));
                    }
                }
            }
            return answers;
        } catch (IOException e) {
            throw new IllegalStateException("the known answers cannot be read", e);
        }
    }

    private static KnownAnswer parse(String line) {
        String[] cells = line.split(" ", -1);
        if (cells.length != 5) {
            throw new IllegalStateException("a known answer has five cells: " + cells[0]);
        }
        HexFormat hex = HexFormat.of();
        return new KnownAnswer(
                cells[0],
                hex.parseHex(cells[1]),
                hex.parseHex(cells[2]),
                hex.parseHex(cells[3]),
                hex.parseHex(cells[4]));
    }
}

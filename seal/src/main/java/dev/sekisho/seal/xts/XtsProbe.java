package dev.sekisho.seal.xts;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The known-answer port on the product's own cipher: a line {@code enc|dec KEYHEX TWEAKHEX DATAHEX} in, a line out with the
 * result in hexadecimal, or {@code ERR}.
 */
public final class XtsProbe {
    private static final int MAX_LINE_CHARS = 2 * UnitCipher.MAX_UNIT_BYTES + 1024;
    private final UnitCipher cipher;

    /** A probe of the given cipher; {@link CipherChoice#open()} gives the product's. */
    public XtsProbe(UnitCipher cipher) {
        this.cipher = cipher;
    }

    /** Answers every line until the end of the input; flushes after each. */
    public void run(InputStream in, OutputStream out) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            out.write((answer(line) + "\n").getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
    }

    String answer(String line) {
        String[] cells = line.strip().split("\\s+", -1);
        if (cells.length != 4 || line.length() > MAX_LINE_CHARS) {
            return "ERR";
        }
        try {
            HexFormat hex = HexFormat.of();
            UnitKey key = cipher.key(hex.parseHex(cells[1]));
            byte[] tweak = hex.parseHex(cells[2]);
            byte[] data = hex.parseHex(cells[3]);
            switch (cells[0]) {
                case "enc" -> key.encrypt(tweak, data, 0, data.length, data, 0);
                case "dec" -> key.decrypt(tweak, data, 0, data.length, data, 0);
                default -> {
                    return "ERR";
                }
            }
            return hex.formatHex(data);
        } catch (IllegalArgumentException refused) {
            return "ERR";
        }
    }
}

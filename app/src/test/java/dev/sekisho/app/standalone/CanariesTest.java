package dev.sekisho.app.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scan finds what it looks for in every spelling: a scan that finds nothing anywhere proves nothing. */
class CanariesTest {
    private static final String MARK = "cnryt4s8v2";
    private static final String CANARY = MARK + "07p00042";

    @TempDir
    Path folder;

    @Test
    void aPlantedFileIsFoundInEverySpellingAndBackwards() throws Exception {
        for (Map.Entry<String, byte[]> spelling :
                spellings(CANARY.getBytes(StandardCharsets.US_ASCII)).entrySet()) {
            check(spelling.getKey(), surrounded(spelling.getValue()));
            check(spelling.getKey() + ", backwards", surrounded(backwards(spelling.getValue())));
        }
    }

    @Test
    void aSpellingWithinAFrameOrAnotherSpellingIsFound() throws Exception {
        for (Map.Entry<String, byte[]> spelling :
                spellings(CANARY.getBytes(StandardCharsets.US_ASCII)).entrySet()) {
            for (Map.Entry<String, byte[]> frame :
                    frames(surrounded(spelling.getValue())).entrySet()) {
                check(spelling.getKey() + " in " + frame.getKey(), surrounded(frame.getValue()));
                check(
                        spelling.getKey() + " in base64 of " + frame.getKey(),
                        surrounded(Base64.getEncoder().encode(frame.getValue())));
            }
        }
    }

    @Test
    void aCanaryInAPageOfParquetIsFoundWhateverCompressedIt() throws Exception {
        for (String codec : new String[] {"snappy", "zstd", "gzip", "uncompressed"}) {
            Path file = folder.resolve(codec + ".parquet");
            try (Connection engine = DriverManager.getConnection("jdbc:duckdb:");
                    Statement statement = engine.createStatement()) {
                statement.execute("COPY (SELECT '" + CANARY + "' AS one, repeat('" + CANARY
                        + " and more ', i::INT) AS two" + " FROM range(1, 400) t(i)) TO '" + file
                        + "' (FORMAT parquet, COMPRESSION " + codec + ")");
            }
            assertThat(new Canaries(MARK).below(folder)).as(codec).contains("07p00042");
            Files.delete(file);
        }
    }

    @Test
    void aCanaryInDeflateWithoutAFrameIsFoundWhereAFileBegins() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(packed, new Deflater(9, true))) {
            out.write(CANARY.repeat(20).getBytes(StandardCharsets.US_ASCII));
        }
        check("deflate", packed.toByteArray());
    }

    @Test
    void aCanaryTornByPostgresOwnCompressionIsFound() throws Exception {
        for (int first = 1; first <= 8; first++) {
            StringBuilder torn = new StringBuilder();
            for (int i = 0; i < CANARY.length(); i++) {
                torn.append(i >= first && (i - first) % 8 == 0 ? "\0" : "").append(CANARY.charAt(i));
            }
            check("torn at " + first, surrounded(torn.toString().getBytes(StandardCharsets.US_ASCII)));
        }
    }

    @Test
    void aClientAddressIsFoundInEveryForm() throws Exception {
        AddressTrace trace = new AddressTrace(50, 8);
        String address = AddressTrace.address(7, 2);
        byte[] raw = InetAddress.ofLiteral(address).getAddress();
        byte[] mapped = new byte[16];
        mapped[10] = mapped[11] = -1;
        System.arraycopy(raw, 0, mapped, 12, 4);
        Map<String, byte[]> forms = spellings(address.getBytes(StandardCharsets.US_ASCII));
        forms.keySet().removeIf(form -> !form.equals("plain") && !form.startsWith("UTF-16"));
        forms.put("mapped", mapped);
        forms.put("mapped, backwards", backwards(mapped));
        forms.put("mapped text", ("::ffff:" + address).getBytes(StandardCharsets.US_ASCII));
        forms.put("mapped hex", HexFormat.of().formatHex(mapped).getBytes(StandardCharsets.US_ASCII));
        forms.put("mapped groups", "::ffff:7f4d:0803".getBytes(StandardCharsets.US_ASCII));
        forms.put(
                "base64",
                Base64.getEncoder().encode(("from " + address + " today").getBytes(StandardCharsets.US_ASCII)));
        for (Map.Entry<String, byte[]> form : forms.entrySet()) {
            assertThat(in(surrounded(form.getValue()), trace)).as(form.getKey()).contains("07n00002");
        }
        assertThat(in(raw, trace)).containsExactly("07m00002");
        assertThat(in("7f4d0803".getBytes(StandardCharsets.US_ASCII), trace)).containsExactly("07m00002");
        assertThat(in("from 127.77.8.0 and 127.77.0.0/16".getBytes(StandardCharsets.US_ASCII), trace))
                .isEmpty();
    }

    @Test
    void aPersonsTokenIsFoundAsBytesAndAsText() throws Exception {
        String token =
                new dev.sekisho.kernel.id.PersonToken(new dev.sekisho.kernel.id.Id128(7_777_777_777L, -42L)).toString();
        TokenTrace trace = new TokenTrace();
        trace.add("07j00000", token);
        byte[] raw = dev.sekisho.kernel.id.PersonToken.parse(token).value().bytes();
        for (byte[] form : new byte[][] {raw, token.getBytes(StandardCharsets.US_ASCII)}) {
            assertThat(in(surrounded(form), trace)).containsExactly("07j00000");
            assertThat(in(surrounded(backwards(form)), trace)).containsExactly("07j00000");
            assertThat(in(surrounded(Base64.getEncoder().encode(surrounded(form))), trace))
                    .contains("07j00000");
        }
    }

    @Test
    void whereThereIsNoneNoneIsFound() throws Exception {
        Files.writeString(
                folder.resolve("plain"), "nothing here, " + CANARY.substring(0, 9) + " and " + CANARY.substring(1));
        assertThat(new Canaries(MARK).below(folder)).isEmpty();
    }

    private void check(String what, byte[] content) throws Exception {
        Path file = Files.write(folder.resolve("planted"), content);
        assertThat(new Canaries(MARK).below(folder)).as(what).contains("07p00042");
        Files.delete(file);
    }

    private static Map<String, byte[]> spellings(byte[] raw) {
        String text = new String(raw, StandardCharsets.US_ASCII);
        Map<String, byte[]> all = new LinkedHashMap<>();
        all.put("plain", raw);
        all.put("upper case", text.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII));
        all.put("UTF-16LE", text.getBytes(StandardCharsets.UTF_16LE));
        all.put("UTF-16BE", text.getBytes(StandardCharsets.UTF_16BE));
        for (HexFormat hex : new HexFormat[] {HexFormat.of(), HexFormat.of().withUpperCase()}) {
            all.put("hex " + hex, bytes(hex.formatHex(raw)));
            all.put("UTF-16 in hex " + hex, bytes(hex.formatHex(text.getBytes(StandardCharsets.UTF_16LE))));
            all.put("percent " + hex, bytes(hex.withPrefix("%").formatHex(raw)));
        }
        all.put("half percent", bytes(text.replace("n", "%6e").replace("4", "%34")));
        for (int pad = 0; pad < 3; pad++) {
            byte[] padded = bytes("~?".substring(0, pad == 2 ? 2 : pad) + text + "?~?~>>tail");
            all.put("base64 at " + pad, Base64.getEncoder().encode(padded));
            all.put(
                    "base64 for URLs at " + pad,
                    Base64.getUrlEncoder().withoutPadding().encode(padded));
        }
        return all;
    }

    private static Map<String, byte[]> frames(byte[] plain) throws Exception {
        Map<String, byte[]> all = new LinkedHashMap<>();
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(gzip)) {
            out.write(plain);
        }
        all.put("gzip", gzip.toByteArray());
        for (int level : new int[] {1, 6, 9}) {
            ByteArrayOutputStream zlib = new ByteArrayOutputStream();
            try (OutputStream out = new DeflaterOutputStream(zlib, new Deflater(level))) {
                out.write(plain);
            }
            all.put("zlib " + level, zlib.toByteArray());
        }
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(zip)) {
            out.putNextEntry(new ZipEntry("one"));
            out.write(plain);
        }
        all.put("ZIP", zip.toByteArray());
        all.put("Zstandard", Zstd.compress(plain));
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        try (OutputStream out = new ZstdOutputStream(stream)) {
            out.write(plain);
        }
        all.put("Zstandard of unknown size", stream.toByteArray());
        ByteArrayOutputStream snappy = new ByteArrayOutputStream();
        snappy.writeBytes(new byte[] {(byte) 0xff, 6, 0, 0, 's', 'N', 'a', 'P', 'p', 'Y', 0});
        int chunk = 4 + 3 + plain.length;
        snappy.writeBytes(new byte[] {(byte) chunk, (byte) (chunk >> 8), 0, 1, 2, 3, 4});
        snappy.writeBytes(new byte[] {(byte) plain.length, (byte) (60 << 2), (byte) (plain.length - 1)});
        snappy.writeBytes(plain);
        all.put("Snappy", snappy.toByteArray());
        return all;
    }

    /** Between bytes that are of no spelling. */
    private static byte[] surrounded(byte[] content) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(new byte[] {1, 0, ' ', '\n', 2});
        all.writeBytes(content);
        all.writeBytes(new byte[] {3, ' ', 0, '\n', 4});
        return all.toByteArray();
    }

    private static byte[] backwards(byte[] content) {
        byte[] all = new byte[content.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = content[all.length - 1 - i];
        }
        return all;
    }

    private static Set<String> in(byte[] content, Canaries.Trace trace) {
        Set<String> found = new TreeSet<>();
        new Canaries(MARK, trace).in(content, found::add);
        return found;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

package dev.sekisho.seal.receipt;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads receipts from JSON that anybody may have made. Two readers of one file must never see two different receipts, so nothing is
 * guessed or passed over: every member is there once, none is there that is not known, and each value has one spelling.
 */
final class ReceiptReader {
    private static final HexFormat HEX = HexFormat.of();
    private static final int MAX_DEPTH = 6;
    private static final int MAX_NUMBER_DIGITS = 19;
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(ReceiptFile.MAX_BYTES)
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(Wording.MAX_VALUE_CHARS)
                    .maxNameLength(Wording.MAX_NAME_CHARS)
                    .maxNumberLength(MAX_NUMBER_DIGITS)
                    .build())
            .build();

    private static final List<String> TEXTS = List.of(
            "id", "region", "subject", "previous", "time", "producedBy", "kind", "statedBy", "check", "signature");

    private final JsonParser json;

    private ReceiptReader(JsonParser json) {
        this.json = json;
    }

    /** Reads one thing, which must be all that there is. */
    static <T> T read(InputStream in, Function<ReceiptReader, T> what) {
        // Jackson alone would guess UTF-16 and UTF-32, and pass over what is not UTF-8.
        InputStreamReader text = new InputStreamReader(
                in,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
            ReceiptReader reader = new ReceiptReader(json);
            json.nextToken();
            T read = what.apply(reader);
            if (json.nextToken() != null) {
                throw reader.refused("something follows after the end");
            }
            return read;
        } catch (JacksonException e) {
            // Jackson's own text would quote the file.
            throw refused(
                    "it is no JSON in UTF-8 with each member once, or it is too large",
                    e.getLocation() == null ? 0 : e.getLocation().getLineNr());
        }
    }

    ReceiptFile file() {
        List<VerificationKey> keys = new ArrayList<>();
        List<Receipt> receipts = new ArrayList<>();
        List<Receipt> heads = new ArrayList<>();
        Set<String> seen = members(Map.of(
                "form", this::form,
                "key", () -> keys.add(key()),
                "receipts", () -> elements(ReceiptFile.MAX_RECEIPTS, () -> receipts.add(receipt())),
                "head", () -> heads.add(receipt())));
        require(seen, Set.of("form", "key", "receipts"));
        return checked(
                () -> new ReceiptFile(keys.getFirst(), receipts, heads.stream().findFirst()));
    }

    Receipt receipt() {
        Map<String, String> texts = new HashMap<>();
        SortedMap<String, String> facts = new TreeMap<>();
        List<String> controls = new ArrayList<>();
        Map<String, Runnable> known = new HashMap<>();
        TEXTS.forEach(name -> known.put(name, () -> texts.put(name, text())));
        known.put("number", () -> texts.put("number", number()));
        known.put("facts", () -> facts(facts));
        known.put("controls", () -> elements(Wording.MAX_CONTROLS, () -> controls.add(text())));
        require(members(known), known.keySet());
        Function<String, String> get = name -> Objects.requireNonNull(texts.get(name));
        return checked(() -> new Receipt(
                once(get.apply("id"), Id128.parse(get.apply("id"))),
                get.apply("region"),
                get.apply("subject"),
                Long.parseLong(get.apply("number")),
                hex(get.apply("previous")),
                once(get.apply("time"), Instant.parse(get.apply("time"))),
                get.apply("producedBy"),
                new Statement(
                        ReceiptKind.ofWire(get.apply("kind")),
                        facts,
                        controls,
                        get.apply("statedBy"),
                        get.apply("check")),
                hex(get.apply("signature"))));
    }

    private void form() {
        if (!text().equals(ReceiptJson.FORM)) {
            throw refused("its form is not " + ReceiptJson.FORM + "; a newer build may read it");
        }
    }

    private VerificationKey key() {
        Map<String, String> texts = new HashMap<>();
        Set<String> names = Set.of("algorithm", "public", "fingerprint");
        Map<String, Runnable> known = new HashMap<>();
        names.forEach(name -> known.put(name, () -> texts.put(name, text())));
        require(members(known), names);
        VerificationKey key = VerificationKey.parse(texts.getOrDefault("public", ""));
        if (!"Ed25519".equals(texts.get("algorithm"))
                || !key.hex().equals(texts.get("public"))
                || !key.fingerprint().equals(texts.get("fingerprint"))) {
            throw refused("the key is not Ed25519 in hexadecimal digits with its own fingerprint");
        }
        return key;
    }

    private void facts(SortedMap<String, String> facts) {
        expect(JsonToken.START_OBJECT);
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            if (facts.size() == Wording.MAX_FACTS) {
                throw refused("a receipt has more than " + Wording.MAX_FACTS + " facts");
            }
            json.nextToken();
            facts.put(name, text());
        }
    }

    private void elements(int most, Runnable element) {
        expect(JsonToken.START_ARRAY);
        for (int count = 1; json.nextToken() != JsonToken.END_ARRAY; count++) {
            if (count > most) {
                throw refused("a list has more than " + most + " elements");
            }
            element.run();
        }
    }

    /** Reads an object whose members are among these; answers those that were there. Jackson refuses one that comes twice. */
    private Set<String> members(Map<String, Runnable> known) {
        Set<String> seen = new HashSet<>();
        expect(JsonToken.START_OBJECT);
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            Runnable read = known.get(json.currentName());
            if (read == null) {
                throw refused("it has a member that this form does not know");
            }
            seen.add(json.currentName());
            json.nextToken();
            read.run();
        }
        return seen;
    }

    private void require(Set<String> seen, Set<String> needed) {
        for (String name : new TreeSet<>(needed)) {
            if (!seen.contains(name)) {
                throw refused("the member \"" + name + "\" is missing");
            }
        }
    }

    private String text() {
        expect(JsonToken.VALUE_STRING);
        return json.getString();
    }

    /** As text, because 64 bits are more than the numbers of many JSON readers hold exactly, and so that it has one spelling. */
    private String number() {
        expect(JsonToken.VALUE_NUMBER_INT);
        return json.getString();
    }

    private void expect(JsonToken token) {
        if (json.currentToken() != token) {
            throw refused("something else is expected there");
        }
    }

    /** A value with one spelling. */
    private static <T> T once(String text, T value) {
        if (!value.toString().equals(text)) {
            throw new IllegalArgumentException("\"" + value + "\" is spelt in another way");
        }
        return value;
    }

    private static byte[] hex(String text) {
        byte[] bytes = HEX.parseHex(text);
        once(text, HEX.formatHex(bytes));
        return bytes;
    }

    private <T> T checked(Supplier<T> making) {
        try {
            return making.get();
        } catch (IllegalArgumentException | DateTimeException e) {
            throw refused(
                    e instanceof IllegalArgumentException ? String.valueOf(e.getMessage()) : "it has no such time");
        }
    }

    private SekishoException refused(String why) {
        return refused(why, json.currentLocation().getLineNr());
    }

    private static SekishoException refused(String why, int line) {
        return new SekishoException(
                ErrorCode.INVALID_INPUT,
                "This is not a file of receipts" + (line > 0 ? " (line " + line + ")" : "") + ": " + why + ".");
    }
}

package dev.sekisho.seal.receipt;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HexFormat;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;

/** Writes receipts as JSON, in one order of members, and hands reading to {@link ReceiptReader}. */
final class ReceiptJson {
    static final String FORM = "sekisho-receipts/1";
    private static final HexFormat HEX = HexFormat.of();
    private static final JsonFactory JSON =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private ReceiptJson() {}

    static ReceiptFile file(InputStream in) {
        return ReceiptReader.read(in, ReceiptReader::file);
    }

    static Receipt receipt(byte[] json) {
        return ReceiptReader.read(new ByteArrayInputStream(json), ReceiptReader::receipt);
    }

    static void write(ReceiptFile file, OutputStream out) {
        to(out, new ForPeople(), json -> file(file, json));
    }

    static byte[] bytes(Receipt receipt) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        to(out, ObjectWriteContext.empty(), json -> receipt(receipt, json));
        return out.toByteArray();
    }

    private static void to(OutputStream out, ObjectWriteContext context, Consumer<JsonGenerator> work) {
        try (JsonGenerator json = JSON.createGenerator(context, out)) {
            work.accept(json);
        }
    }

    private static void file(ReceiptFile file, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("form", FORM);
        json.writeObjectPropertyStart("key");
        json.writeStringProperty("algorithm", "Ed25519");
        json.writeStringProperty("public", file.key().hex());
        json.writeStringProperty("fingerprint", file.key().fingerprint());
        json.writeEndObject();
        json.writeArrayPropertyStart("receipts");
        file.receipts().forEach(receipt -> receipt(receipt, json));
        json.writeEndArray();
        file.head().ifPresent(head -> {
            json.writeName("head");
            receipt(head, json);
        });
        json.writeEndObject();
        json.writeRaw('\n');
    }

    private static void receipt(Receipt receipt, JsonGenerator json) {
        Statement statement = receipt.statement();
        json.writeStartObject();
        json.writeStringProperty("id", receipt.id().toString());
        json.writeStringProperty("region", receipt.region());
        json.writeStringProperty("subject", receipt.subject());
        json.writeNumberProperty("number", receipt.number());
        json.writeStringProperty("previous", HEX.formatHex(receipt.previous()));
        json.writeStringProperty("time", receipt.time().toString());
        json.writeStringProperty("producedBy", receipt.producedBy());
        json.writeStringProperty("kind", statement.kind().wire());
        json.writeObjectPropertyStart("facts");
        statement.facts().forEach(json::writeStringProperty);
        json.writeEndObject();
        json.writeArrayPropertyStart("controls");
        statement.controls().forEach(json::writeString);
        json.writeEndArray();
        json.writeStringProperty("statedBy", statement.statedBy());
        json.writeStringProperty("check", statement.check());
        json.writeStringProperty("signature", HEX.formatHex(receipt.signature()));
        json.writeEndObject();
    }

    /** Two spaces a level, and the same line ends on every system. */
    private static final class ForPeople extends ObjectWriteContext.Base {
        @Override
        public PrettyPrinter getPrettyPrinter() {
            DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
            DefaultIndenter lines = new DefaultIndenter("  ", "\n");
            printer.indentObjectsWith(lines);
            printer.indentArraysWith(lines);
            return printer;
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    }
}

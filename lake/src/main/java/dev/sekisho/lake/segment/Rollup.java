package dev.sekisho.lake.segment;

import dev.sekisho.lake.bytes.ByteReader;
import dev.sekisho.lake.bytes.ByteWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sums of a segment by hour, action, rule and categories: exact, so that dashboards over whole hours open no segment.
 *
 * @param sums one for each combination that occurs
 */
public record Rollup(List<Sum> sums) {
    /** With more combinations a segment has no rollup, and is read instead. */
    public static final int MAX_SUMS = 1_000;

    /**
     * One combination.
     *
     * @param hour hours since 1970
     * @param bytes body bytes, both ways
     */
    public record Sum(long hour, String action, String rule, String categories, long requests, long bytes) {}

    void writeTo(ByteWriter out) {
        Map<String, Integer> texts = new HashMap<>();
        out.varint(sums.size());
        for (Sum sum : sums) {
            out.zigzag(sum.hour());
            text(out, texts, sum.action());
            text(out, texts, sum.rule());
            text(out, texts, sum.categories());
            out.varint(sum.requests()).zigzag(sum.bytes());
        }
    }

    private static void text(ByteWriter out, Map<String, Integer> texts, String text) {
        Integer known = texts.putIfAbsent(text, texts.size());
        out.varint(known == null ? texts.size() - 1 : known);
        if (known == null) {
            out.text(text);
        }
    }

    static Rollup read(ByteReader in) {
        List<String> texts = new ArrayList<>();
        List<Sum> sums = new ArrayList<>();
        for (int left = in.count(MAX_SUMS); left > 0; left--) {
            long hour = in.zigzag();
            sums.add(new Sum(hour, text(in, texts), text(in, texts), text(in, texts), in.varint(), in.zigzag()));
        }
        return new Rollup(sums);
    }

    private static String text(ByteReader in, List<String> texts) {
        int index = in.count(texts.size());
        if (index == texts.size()) {
            texts.add(in.text());
        }
        return texts.get(index);
    }
}

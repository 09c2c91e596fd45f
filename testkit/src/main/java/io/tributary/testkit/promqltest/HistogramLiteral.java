package io.tributary.testkit.promqltest;

import io.tributary.testkit.promqltest.HistogramValue.CounterResetHint;
import io.tributary.testkit.promqltest.SampleValue.NativeHistogram;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads `{{schema:1 sum:3 count:22 buckets:[5 10 7]}}`; every part may be absent.
final class HistogramLiteral {
    private int schema;
    private double count;
    private double sum;
    private double zeroThreshold;
    private double zeroCount;
    private List<Double> positive = List.of();
    private List<Double> negative = List.of();
    private List<Double> customValues = List.of();
    private int positiveOffset;
    private int negativeOffset;
    private CounterResetHint hint = CounterResetHint.UNKNOWN;
    private boolean hintStated;

    private HistogramLiteral() {}

    static NativeHistogram read(TextCursor cursor) {
        cursor.expect("{{");
        HistogramLiteral literal = new HistogramLiteral();
        cursor.skipSpace();
        while (!cursor.accept("}}")) {
            literal.readPart(cursor);
            cursor.skipSpace();
        }
        return literal.value();
    }

    private void readPart(TextCursor cursor) {
        // A name of the notation may not hold the colon that our identifiers may.
        StringBuilder name = new StringBuilder();
        while (Character.isLetter(cursor.peek()) || cursor.peek() == '_') {
            name.append(cursor.next());
        }
        cursor.expect(":");
        switch (name.toString().toLowerCase(Locale.ROOT)) {
            case "schema" -> schema = cursor.signedInt();
            case "sum" -> sum = cursor.number();
            case "count" -> count = cursor.number();
            case "z_bucket" -> zeroCount = cursor.number();
            case "z_bucket_w" -> zeroThreshold = cursor.number();
            case "buckets" -> positive = numbers(cursor);
            case "offset" -> positiveOffset = cursor.signedInt();
            case "n_buckets" -> negative = numbers(cursor);
            case "n_offset" -> negativeOffset = cursor.signedInt();
            case "custom_values" -> customValues = numbers(cursor);
            case "counter_reset_hint" -> readHint(cursor);
            default -> throw cursor.wrong("no part of a histogram is called " + name);
        }
    }

    private void readHint(TextCursor cursor) {
        hintStated = true;
        String word = cursor.identifier();
        hint =
                switch (word) {
                    case "unknown" -> CounterResetHint.UNKNOWN;
                    case "reset" -> CounterResetHint.RESET;
                    case "not_reset" -> CounterResetHint.NOT_RESET;
                    case "gauge" -> CounterResetHint.GAUGE;
                    default -> throw cursor.wrong("no counter reset hint is called " + word);
                };
    }

    private static List<Double> numbers(TextCursor cursor) {
        cursor.expect("[");
        List<Double> numbers = new ArrayList<>();
        cursor.skipSpace();
        while (!cursor.accept("]")) {
            numbers.add(cursor.number());
            cursor.skipSpace();
        }
        return numbers;
    }

    private NativeHistogram value() {
        return new NativeHistogram(
                new HistogramValue(
                        schema,
                        count,
                        sum,
                        zeroThreshold,
                        zeroCount,
                        byIndex(positive, positiveOffset),
                        byIndex(negative, negativeOffset),
                        customValues,
                        hint),
                hintStated);
    }

    private static SortedMap<Integer, Double> byIndex(List<Double> counts, int first) {
        SortedMap<Integer, Double> buckets = new TreeMap<>();
        for (int i = 0; i < counts.size(); i++) {
            buckets.put(first + i, counts.get(i));
        }
        return buckets;
    }
}

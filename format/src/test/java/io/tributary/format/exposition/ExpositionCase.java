package io.tributary.format.exposition;

import io.tributary.testkit.SeededCases.Random;
import io.tributary.testkit.fuzz.FuzzCorpus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A random text of one of the formats; every other one with a byte or two of it changed.
///
/// @param latin1 its bytes, a character each
/// @param changed whether it need not be one any more
record ExpositionCase(ExpositionFormat format, String latin1, boolean changed) {
    private static final List<String> VALUES =
            List.of(
                    "1",
                    "0",
                    "-0",
                    "0.1",
                    "1e3",
                    "1E-7",
                    "+5",
                    ".25",
                    "7.",
                    "NaN",
                    "+Inf",
                    "-Inf",
                    "inf",
                    "nan",
                    "123456789012345678901234567890",
                    "4.9e-324",
                    "2.2250738585072011e-308",
                    "1e+300");
    private static final List<String> BOUNDS =
            List.of("1", "1.0", "0.50", "1e6", "+Inf", "x", "-1", "10", "1e-07", "NaN");
    private static final List<String> NAMES = List.of("a", "b_c", "_d", "E9", "\"f.g\"", "\"é h\"");
    private static final List<String> TEXTS =
            List.of("", "x", "é", "a b", "\\\\", "\\n", "\\\"", "\\x", "{},=#", "1");
    private static final List<String> PIECES =
            List.of("\"", "\\", "{", "}", ",", "=", "#", " ", "\n", "\t", ".", "0", "e", "x", ":");
    private static final List<String> TEXT_TYPES =
            List.of("counter", "gauge", "histogram", "summary", "untyped");
    private static final List<String> OPEN_TYPES =
            List.of(
                    "counter",
                    "gauge",
                    "histogram",
                    "summary",
                    "unknown",
                    "gaugehistogram",
                    "info",
                    "stateset");

    /// @param startMillis times are of the half hour from here on
    static ExpositionCase of(long seed, long startMillis) {
        Random random = new Random(seed);
        ExpositionFormat format = random.pick(List.of(ExpositionFormat.values()));
        List<String> lines = new ArrayList<>();
        int count = random.between(1, 6);
        for (int i = 0; i < count; i++) {
            String family = "m" + seed + "_" + i + "_seconds";
            metadata(random, format, family, lines);
            int samples = random.between(1, 3);
            for (int j = 0; j < samples; j++) {
                lines.add(sample(random, format, family, j, startMillis));
            }
        }
        String end = format == ExpositionFormat.OPEN_METRICS ? "# EOF\n" : "";
        byte[] text = (String.join("\n", lines) + "\n" + end).getBytes(StandardCharsets.UTF_8);
        boolean changed = random.oneIn(2);
        byte[] sent = changed ? change(random, text) : text;
        return new ExpositionCase(format, new String(sent, StandardCharsets.ISO_8859_1), changed);
    }

    byte[] bytes() {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    /// A byte is another, or gone, or one more.
    private static byte[] change(Random random, byte[] text) {
        if (random.oneIn(4)) {
            return FuzzCorpus.mutate(random, text);
        }
        int at = random.between(0, text.length - 1);
        String piece = random.oneIn(3) ? "" : random.pick(PIECES);
        String before = new String(text, 0, at, StandardCharsets.ISO_8859_1);
        int kept = at + (random.oneIn(2) ? 1 : 0);
        String behind = new String(text, kept, text.length - kept, StandardCharsets.ISO_8859_1);
        return (before + piece + behind).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void metadata(
            Random random, ExpositionFormat format, String family, List<String> lines) {
        boolean open = format == ExpositionFormat.OPEN_METRICS;
        if (random.oneIn(2)) {
            lines.add("# TYPE " + family + " " + random.pick(open ? OPEN_TYPES : TEXT_TYPES));
        }
        if (random.oneIn(3)) {
            lines.add("# HELP " + family + " Some " + random.pick(TEXTS));
        }
        if (open && random.oneIn(3)) {
            lines.add("# UNIT " + family + " seconds");
        }
        if (!open && random.oneIn(4)) {
            lines.add(random.pick(List.of("", "# remark", "#", "\t", " # x")));
        }
    }

    private static String sample(
            Random random, ExpositionFormat format, String family, int index, long startMillis) {
        boolean open = format == ExpositionFormat.OPEN_METRICS;
        List<String> labels = new ArrayList<>(List.of("n=\"" + index + "\""));
        for (String name : NAMES) {
            if (random.oneIn(4)) {
                labels.add(name + "=\"" + random.pick(TEXTS) + "\"");
            }
        }
        if (random.oneIn(3)) {
            String bound = random.pick(BOUNDS);
            labels.add(random.pick(List.of("le", "quantile")) + "=\"" + bound + "\"");
        }
        String name = family + random.pick(List.of("", "_total", "_bucket", "_created"));
        boolean quoted = random.oneIn(4);
        if (quoted) {
            labels.addFirst("\"" + name + ".q\"");
        }
        String blank = open ? " " : random.pick(List.of(" ", "  ", "\t"));
        String comma = open ? "," : random.pick(List.of(",", ", "));
        String line =
                (quoted ? "" : name)
                        + "{"
                        + String.join(comma, labels)
                        + (random.oneIn(4) ? ",}" : "}")
                        + blank
                        + random.pick(VALUES);
        if (random.oneIn(4)) {
            return line;
        }
        long millis = startMillis + random.between(0, 1_800_000);
        line += blank + (open ? "%d.%03d".formatted(millis / 1_000, millis % 1_000) : "" + millis);
        boolean exemplar = open && random.oneIn(2);
        return exemplar ? line + " # {trace_id=\"t" + index + "\"} 0.5" : line;
    }
}

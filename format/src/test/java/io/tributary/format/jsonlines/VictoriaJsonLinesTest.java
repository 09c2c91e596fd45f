package io.tributary.format.jsonlines;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.format.json.JsonWriter;
import io.tributary.format.lines.Victoria;
import io.tributary.model.Labels;
import io.tributary.model.SampleBits;
import io.tributary.model.flow.WriteBatch;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.HistogramParts;
import io.tributary.model.histogram.ResetHint;
import io.tributary.testkit.SeededCases.Random;
import io.tributary.testkit.peers.Peers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real VictoriaMetrics reads what we write, and we read what it exports. It keeps decimals, so
/// values here have few digits; the NaN that stands for a staleness marker it reads and drops.
@Tag("peers")
final class VictoriaJsonLinesTest {
    private static final int SERIES = 300;
    private static final List<String> TEXTS =
            List.of(
                    "x",
                    "é",
                    "a b",
                    "\"",
                    "\\",
                    "line\nfeed",
                    "tab\t",
                    "😀",
                    "\u0001",
                    "<&>",
                    "{}");

    @TempDir private Path directory;

    @Test
    void lines_writtenAndExported_holdTheSame() throws Exception {
        Path program = Peers.require("victoria-metrics");
        Map<String, Map<Long, Double>> wanted = new TreeMap<>();
        byte[] lines = lines(wanted);
        try (Victoria victoria = Victoria.start(program, directory)) {
            assertThat(victoria.post("/api/v1/import", lines)).isEqualTo(204);
            byte[] exported = victoria.exportedLines().getBytes(StandardCharsets.UTF_8);

            JsonLinesDecoder decoder = new JsonLinesDecoder();
            WriteBatch batch = new WriteBatch();
            decoder.decode(exported, 0, exported.length, batch);
            assertThat(decoder.report().firstRefusal()).isEmpty();
            Map<String, Map<Long, Double>> found = new TreeMap<>();
            Victoria.collect(batch, found);
            Victoria.assertSame(found, wanted);
            Victoria.assertSame(found, victoria.export());
        }
    }

    private static byte[] lines(Map<String, Map<Long, Double>> wanted) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonLineWriter writer =
                new JsonLineWriter(new byte[JsonWriter.BUFFER_BYTES_MIN], out::write);
        long start = Victoria.yesterdaySeconds() * 1_000;
        for (int seed = 1; seed <= SERIES; seed++) {
            Random random = new Random(seed);
            Labels labels =
                    Labels.of(
                            "__name__",
                            "m" + random.pick(TEXTS),
                            "label " + random.pick(TEXTS),
                            random.pick(TEXTS),
                            "seed",
                            "s" + seed);
            Map<String, String> sorted = new TreeMap<>();
            labels.asList().forEach(label -> sorted.put(label.name(), label.value()));
            Map<Long, Double> samples = new HashMap<>();
            writer.begin(labels);
            int count = random.between(1, 50);
            for (int i = 0; i < count; i++) {
                long time = start + 15_000L * i + random.between(0, 999);
                double value = value(random);
                writer.sample(time, Double.doubleToRawLongBits(value), 0);
                if (!Double.isNaN(value)) {
                    samples.put(time, value);
                }
            }
            if (random.oneIn(4)) {
                writer.histogram(1, ResetHint.GAUGE, histogram(), 0);
            }
            writer.end();
            if (!samples.isEmpty()) {
                wanted.put(sorted.toString(), samples);
            }
        }
        return out.toByteArray();
    }

    private static double value(Random random) {
        return switch (random.between(0, 5)) {
            case 0 -> Double.longBitsToDouble(SampleBits.STALE_NAN);
            case 1 -> random.between(-100_000, 100_000) / 1e3;
            case 2 -> random.between(-9, 9) * 1e9;
            default -> random.between(-1_000, 1_000);
        };
    }

    private static HistogramParts histogram() {
        HistogramParts parts = new HistogramParts();
        parts.begin(Histogram.Kind.INTEGER, 3, 0, 0, 1, 0);
        parts.addPositive(0, 1);
        return parts;
    }
}

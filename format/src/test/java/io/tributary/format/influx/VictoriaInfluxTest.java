package io.tributary.format.influx;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.format.lines.Victoria;
import io.tributary.model.flow.WriteBatch;
import io.tributary.testkit.SeededCases.Random;
import io.tributary.testkit.peers.Peers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real VictoriaMetrics takes the same lines; what it exports then is what we make of them. Not
/// compared is where we differ on purpose: texts, times of 0, values that are no numbers.
@Tag("peers")
final class VictoriaInfluxTest {
    private static final int REQUESTS = 60;
    private static final int LINES_MAX = 40;

    private static final List<String> NAMES =
            List.of(
                    "cpu",
                    "disk",
                    "é",
                    "a.b",
                    "x-y",
                    "UPPER",
                    "value",
                    "db",
                    "q\"q",
                    "back\\\\x",
                    "c\\,d",
                    "e\\=f",
                    "g\\ h",
                    "i\\j",
                    "0",
                    "__name__",
                    "#h",
                    "tag",
                    "t:u");
    private static final List<String> VALUES =
            List.of(
                    "1", "0", "-1", "0.25", "1e3", "1.5E-3", "42i", "-42i", "42u", "t", "F", "true",
                    "False", "TRUE", "123456", ".5", "5.");
    private static final List<String> ENDS =
            List.of("\n", "\n", "\n", "\r\n", "\n\n", "\n# remark\n");

    @TempDir private Path directory;

    @Test
    void series_ofTheSameLines_areThoseOfVictoriaMetrics() throws Exception {
        compare(InfluxNames.USUAL);
    }

    @Test
    void series_withSanitizedNames_areThoseOfVictoriaMetrics() throws Exception {
        compare(new InfluxNames("_", "db", true), "-usePromCompatibleNaming");
    }

    private void compare(InfluxNames names, String... flags) throws Exception {
        Path program = Peers.require("victoria-metrics");
        try (Victoria victoria = Victoria.start(program, directory, flags)) {
            Map<String, Map<Long, Double>> ours = new TreeMap<>();
            for (int seed = 1; seed <= REQUESTS; seed++) {
                Random random = new Random(seed);
                String database = random.oneIn(2) ? "" : "base";
                InfluxPrecision precision = random.pick(List.of(InfluxPrecision.values()));
                String request = request(random, seed, precision);
                int status =
                        victoria.post(
                                "/write?db=" + database + "&precision=" + word(precision),
                                request.getBytes(StandardCharsets.UTF_8));
                assertThat(status).as("seed %d: %s", seed, request).isEqualTo(204);
                decode(request, names, new InfluxRequest(precision, database, 0), ours);
            }
            assertThat(ours).hasSizeGreaterThan(1_000);
            Victoria.assertSame(ours, victoria.export());
        }
    }

    private static void decode(
            String request,
            InfluxNames names,
            InfluxRequest beside,
            Map<String, Map<Long, Double>> into) {
        byte[] bytes = request.getBytes(StandardCharsets.UTF_8);
        WriteBatch batch = new WriteBatch();
        InfluxDecoder decoder = new InfluxDecoder(names);
        decoder.decode(bytes, 0, bytes.length, beside, batch);
        assertThat(decoder.report().firstRefusal()).isEmpty();
        Victoria.collect(batch, into);
    }

    private static String word(InfluxPrecision precision) {
        return switch (precision) {
            case BY_DIGITS -> "";
            case NANOSECONDS -> "ns";
            case MICROSECONDS -> "u";
            case MILLISECONDS -> "ms";
            case SECONDS -> "s";
            case MINUTES -> "m";
            case HOURS -> "h";
        };
    }

    private static String request(Random random, int seed, InfluxPrecision precision) {
        StringBuilder text = new StringBuilder();
        int count = random.between(1, LINES_MAX);
        for (int i = 0; i < count; i++) {
            text.append(line(random, "s" + seed + "l" + i, time(random, precision)));
        }
        return text.toString();
    }

    /// A line whose series no other line has, so that no two values meet.
    private static String line(Random random, String mark, long time) {
        StringBuilder line = new StringBuilder(random.oneIn(8) ? "" : random.pick(NAMES));
        if (line.indexOf("#") == 0) {
            line.insert(0, 'x');
        }
        int tags = random.between(0, 5);
        for (int i = 0; i < tags; i++) {
            String value = random.oneIn(6) ? "" : random.pick(NAMES);
            line.append(',').append(random.pick(NAMES)).append('=').append(value);
        }
        line.append(",mark=").append(mark).append(" ".repeat(random.between(1, 3)));
        List<String> fields = new ArrayList<>();
        int count = random.between(1, 4);
        for (int i = 0; i < count; i++) {
            String name = random.pick(NAMES);
            if (!name.contains("\"")) {
                fields.add(name + i + "=" + random.pick(VALUES));
            }
        }
        fields.add("last=" + random.pick(VALUES));
        line.append(String.join(",", fields)).append(" ".repeat(random.between(1, 2)));
        return line.append(time).append(random.pick(ENDS)).toString();
    }

    private static long time(Random random, InfluxPrecision precision) {
        long seconds = Victoria.yesterdaySeconds() + random.between(0, 3_600);
        return switch (precision) {
            case BY_DIGITS ->
                    random.pick(
                            List.of(
                                    seconds,
                                    seconds * 1_000 + 1,
                                    seconds * 1_000_000 + 1,
                                    seconds * 1_000_000_000 + 999_999));
            case NANOSECONDS -> seconds * 1_000_000_000 + random.between(0, 999_999_999);
            case MICROSECONDS -> seconds * 1_000_000 + random.between(0, 999_999);
            case MILLISECONDS -> seconds * 1_000 + random.between(0, 999);
            case SECONDS -> seconds;
            case MINUTES -> seconds / 60;
            case HOURS -> seconds / 3_600;
        };
    }
}

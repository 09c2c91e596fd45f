package io.tributary.format.jsonlines;

import io.tributary.format.json.JsonWriter;
import io.tributary.model.Label;
import io.tributary.model.Labels;
import io.tributary.model.SampleBits;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.histogram.HistogramParts;
import io.tributary.model.histogram.ResetHint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/// Writes series as lines of JSON.
///
/// ```
/// writer.begin(labels);
/// writer.sample(timeMillis, bits, startMillis); …
/// writer.histogram(timeMillis, hint, parts, startMillis); …
/// writer.end();
/// ```
///
/// A series of more than {@link #SAMPLES_MAX} samples goes into several lines. Owned by one thread
/// at a time.
public final class JsonLineWriter {
    /// Samples of a line, and histograms of one.
    public static final int SAMPLES_MAX = 10_000;

    /// Histograms of a line, which are larger.
    private static final int HISTOGRAMS_MAX = 100;

    private static final byte[] LINE_FEED = {'\n'};

    /// A histogram that waits for its line.
    private record Timed(long timeMillis, long startMillis, ResetHint hint, Histogram histogram) {}

    private final JsonWriter.Sink sink;
    private final byte[] buffer;
    private final long[] times = new long[SAMPLES_MAX];
    private final long[] values = new long[SAMPLES_MAX];
    private final long[] starts = new long[SAMPLES_MAX];
    private final List<Timed> histograms = new ArrayList<>();
    private Labels labels = Labels.empty();
    private int count;

    /// @param buffer the writer's, {@link JsonWriter#BUFFER_BYTES_MIN} bytes at least
    public JsonLineWriter(byte[] buffer, JsonWriter.Sink sink) {
        this.buffer = buffer;
        this.sink = sink;
    }

    /// Begins a series, the one before having been ended.
    public void begin(Labels ofSeries) {
        if (count > 0 || !histograms.isEmpty()) {
            throw new IllegalStateException("BUG: series " + labels + " was not ended");
        }
        labels = ofSeries;
    }

    /// Adds a sample.
    ///
    /// @param startMillis since when it counts; 0 where that is unknown
    public void sample(long timeMillis, long bits, long startMillis) throws IOException {
        if (count == SAMPLES_MAX) {
            end();
        }
        times[count] = timeMillis;
        values[count] = bits;
        starts[count] = startMillis;
        count++;
    }

    /// Adds a native histogram.
    ///
    /// @param startMillis since when it counts; 0 where that is unknown
    public void histogram(long timeMillis, ResetHint hint, HistogramParts parts, long startMillis)
            throws IOException {
        if (histograms.size() == HISTOGRAMS_MAX) {
            end();
        }
        histograms.add(new Timed(timeMillis, startMillis, hint, Histogram.of(parts)));
    }

    /// Writes what has been added since `begin`, or since the last line.
    public void end() throws IOException {
        if (count == 0 && histograms.isEmpty()) {
            return;
        }
        JsonWriter json = new JsonWriter(buffer, sink);
        json.beginObject().name("metric").beginObject();
        for (Label label : labels.asList()) {
            json.name(label.name()).string(label.value());
        }
        json.endObject();
        if (count > 0) {
            writeSamples(json);
        }
        if (!histograms.isEmpty()) {
            json.name("histograms").beginArray();
            for (Timed histogram : histograms) {
                write(histogram, json);
            }
            json.endArray();
        }
        json.endObject().flush();
        sink.write(LINE_FEED, 0, LINE_FEED.length);
        count = 0;
        histograms.clear();
    }

    /// What a hint is called.
    static String word(ResetHint hint) {
        return hint.name().toLowerCase(Locale.ROOT);
    }

    private void writeSamples(JsonWriter json) throws IOException {
        boolean exotic = false;
        boolean started = false;
        json.name("values").beginArray();
        for (int i = 0; i < count; i++) {
            exotic |= isExotic(values[i]);
            started |= starts[i] != 0;
            if (Double.isNaN(Double.longBitsToDouble(values[i]))) {
                json.nothing();
            } else {
                writeNumber(values[i], json);
            }
        }
        json.endArray();
        writeTimes("timestamps", times, json);
        if (exotic) {
            writeNanBits(json);
        }
        if (started) {
            writeTimes("startTimestamps", starts, json);
        }
    }

    private void writeTimes(String name, long[] moments, JsonWriter json) throws IOException {
        json.name(name).beginArray();
        for (int i = 0; i < count; i++) {
            json.number(moments[i]);
        }
        json.endArray();
    }

    private void writeNanBits(JsonWriter json) throws IOException {
        json.name("nanBits").beginArray();
        for (int i = 0; i < count; i++) {
            if (isExotic(values[i])) {
                json.beginArray();
                json.number(i).string(HexFormat.of().toHexDigits(values[i]));
                json.endArray();
            }
        }
        json.endArray();
    }

    private static void write(Timed timed, JsonWriter json) throws IOException {
        json.beginObject().name("timestamp").number(timed.timeMillis());
        if (timed.startMillis() != 0) {
            json.name("startTimestamp").number(timed.startMillis());
        }
        if (timed.hint() != ResetHint.UNKNOWN) {
            json.name("resetHint").string(word(timed.hint()));
        }
        if (timed.histogram().isStale()) {
            json.name("stale").bool(true);
        } else {
            write(timed.histogram(), json);
        }
        json.endObject();
    }

    private static void write(Histogram histogram, JsonWriter json) throws IOException {
        Histogram.Kind kind = histogram.kind();
        json.name(kind == Histogram.Kind.FLOAT ? "floats" : "integers").beginObject();
        json.name("schema").number(histogram.schema());
        json.name("zeroThreshold");
        writeExact(histogram.zeroThresholdBits(), json);
        json.name("zeroCount");
        writeCount(kind, histogram.zeroCount(), json);
        json.name("count");
        writeCount(kind, histogram.count(), json);
        json.name("sum");
        writeExact(histogram.sumBits(), json);
        write("positive", kind, histogram.positive(), json);
        write("negative", kind, histogram.negative(), json);
        if (!histogram.boundBits().isEmpty()) {
            json.name("bounds").beginArray();
            for (long bound : histogram.boundBits()) {
                writeExact(bound, json);
            }
            json.endArray();
        }
        json.endObject();
    }

    private static void write(
            String name, Histogram.Kind kind, List<Histogram.Bucket> buckets, JsonWriter json)
            throws IOException {
        if (buckets.isEmpty()) {
            return;
        }
        json.name(name).beginArray();
        for (Histogram.Bucket bucket : buckets) {
            json.beginArray().number(bucket.index());
            writeCount(kind, bucket.count(), json);
            json.endArray();
        }
        json.endArray();
    }

    private static void writeCount(Histogram.Kind kind, long count, JsonWriter json)
            throws IOException {
        if (kind == Histogram.Kind.FLOAT) {
            writeExact(count, json);
        } else {
            json.unsigned(count);
        }
    }

    /// A number of which only we have to read every bit.
    private static void writeExact(long bits, JsonWriter json) throws IOException {
        if (isExotic(bits)) {
            json.string("NaN:" + HexFormat.of().toHexDigits(bits));
        } else if (bits == SampleBits.NORMAL_NAN) {
            json.string("NaN");
        } else {
            writeNumber(bits, json);
        }
    }

    /// A number that is no NaN.
    private static void writeNumber(long bits, JsonWriter json) throws IOException {
        double value = Double.longBitsToDouble(bits);
        if (Double.isInfinite(value)) {
            json.string(value > 0 ? "Infinity" : "-Infinity");
        } else {
            json.number(value);
        }
    }

    /// A NaN other than Prometheus' own.
    private static boolean isExotic(long bits) {
        return Double.isNaN(Double.longBitsToDouble(bits)) && bits != SampleBits.NORMAL_NAN;
    }
}

package io.tributary.cli.dump;

import io.tributary.format.json.JsonWriter;
import io.tributary.model.Label;
import io.tributary.model.Labels;
import io.tributary.model.histogram.Histogram;
import io.tributary.model.notes.Exemplar;
import io.tributary.model.notes.FamilyMetadata;
import io.tributary.tsdb.dump.SeriesWalk;
import io.tributary.tsdb.dump.StoredSample;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// For programs: a JSON object a line. A series has a line for every thousand samples, and more
/// where they are long; and one for every thousand exemplars.
final class JsonLines implements DumpLines {
    static final int ITEMS_A_LINE = 1_000;

    /// A line is ended once its samples are about so long.
    static final int LINE_BYTES = 64 << 10;

    private static final int BUFFER_BYTES = 8192;

    private final PrintWriter out;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    /// Fills a line's object.
    private interface Members {
        void write(JsonWriter json) throws IOException;
    }

    JsonLines(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void finding(Finding finding) throws IOException {
        line(json -> members(json, finding));
    }

    @Override
    public void metadata(String tenant, Labels stamps, FamilyMetadata metadata) throws IOException {
        line(json -> {
            json.name("tenant").string(tenant).name("metadata").beginObject();
            json.name("family").string(metadata.family());
            json.name("type").string(metadata.type().word());
            json.name("unit").string(metadata.unit());
            json.name("help").string(metadata.help()).endObject();
            if (!stamps.isEmpty()) {
                json.name("stamps");
                labels(json, stamps);
            }
        });
    }

    @Override
    public void series(String tenant, SeriesWalk walk) throws IOException {
        boolean any = walk.nextSample();
        while (any) {
            JsonWriter json = begin();
            members(json, tenant, walk.labels());
            json.name("samples").beginArray();
            int sizeMax = line.size() + LINE_BYTES;
            int count = 0;
            do {
                sample(json, walk.sample());
                count++;
                any = walk.nextSample();
            } while (any && count < ITEMS_A_LINE && line.size() < sizeMax);
            json.endArray();
            end(json);
        }
        List<Exemplar> exemplars = walk.exemplars();
        for (int from = 0; from < exemplars.size(); from += ITEMS_A_LINE) {
            List<Exemplar> some =
                    exemplars.subList(from, Math.min(exemplars.size(), from + ITEMS_A_LINE));
            line(json -> {
                members(json, tenant, walk.labels());
                json.name("exemplars").beginArray();
                for (Exemplar exemplar : some) {
                    exemplar(json, exemplar);
                }
                json.endArray();
            });
        }
    }

    @Override
    public void lost(String tenant, Labels labels, Finding finding) throws IOException {
        line(json -> {
            members(json, tenant, labels);
            members(json, finding);
        });
    }

    @Override
    public void end(Counts counts) throws IOException {
        line(json -> {
            json.name("end").beginObject();
            json.name("tenants").number(counts.tenants());
            json.name("series").number(counts.series());
            json.name("samples").number(counts.samples());
            json.name("exemplars").number(counts.exemplars());
            json.name("metadata").number(counts.metadata());
            json.name("losses").number(counts.losses());
            json.endObject();
        });
    }

    private static void members(JsonWriter json, String tenant, Labels labels) throws IOException {
        json.name("tenant").string(tenant).name("labels");
        labels(json, labels);
    }

    private static void labels(JsonWriter json, Labels labels) throws IOException {
        json.beginObject();
        for (Label label : labels.asList()) {
            json.name(label.name()).string(label.value());
        }
        json.endObject();
    }

    private static void members(JsonWriter json, Finding finding) throws IOException {
        json.name(finding.isLoss() ? "loss" : "torn").string(finding.where());
        for (Finding.Fact fact : finding.facts()) {
            switch (fact) {
                case Finding.Fact.Count(var name, var count) -> json.name(name).number(count);
                case Finding.Fact.Words(var name, var words) -> json.name(name).string(words);
            }
        }
    }

    private static void sample(JsonWriter json, StoredSample sample) throws IOException {
        json.beginArray().number(sample.timeMillis());
        switch (sample) {
            case StoredSample.FloatSample(var _, var _, var number) -> {
                Value value = Value.of(number);
                json.string(value.text());
                Optional<String> bits = value.bits();
                if (bits.isPresent()) {
                    json.string(bits.get());
                }
            }
            case StoredSample.HistogramSample(var _, var _, var hint, var histogram) ->
                    histogram(json, HistogramWords.hint(hint), histogram);
        }
        if (sample.startMillis() != 0) {
            json.beginObject().name("start").number(sample.startMillis()).endObject();
        }
        json.endArray();
    }

    private static void histogram(JsonWriter json, String hint, Histogram histogram)
            throws IOException {
        json.beginObject();
        json.name("kind").string(HistogramWords.kind(histogram));
        json.name("hint").string(hint);
        json.name("schema").number(histogram.schema());
        json.name("zeroThreshold").string(Value.word(histogram.zeroThresholdBits()));
        json.name("zeroCount").string(HistogramWords.count(histogram, histogram.zeroCount()));
        json.name("count").string(HistogramWords.count(histogram, histogram.count()));
        json.name("sum").string(Value.word(histogram.sumBits()));
        json.name("bounds").beginArray();
        for (long bits : histogram.boundBits()) {
            json.string(Value.word(bits));
        }
        json.endArray();
        json.name("positive");
        buckets(json, histogram, histogram.positive());
        json.name("negative");
        buckets(json, histogram, histogram.negative());
        json.endObject();
    }

    private static void buckets(
            JsonWriter json, Histogram histogram, List<Histogram.Bucket> buckets)
            throws IOException {
        json.beginArray();
        for (Histogram.Bucket bucket : buckets) {
            json.beginArray().number(bucket.index());
            json.string(HistogramWords.count(histogram, bucket.count())).endArray();
        }
        json.endArray();
    }

    private static void exemplar(JsonWriter json, Exemplar exemplar) throws IOException {
        json.beginArray().number(exemplar.timeMillis());
        json.string(Value.word(exemplar.valueBits()));
        labels(json, exemplar.labels());
        json.endArray();
    }

    private void line(Members members) throws IOException {
        JsonWriter json = begin();
        members.write(json);
        end(json);
    }

    private JsonWriter begin() throws IOException {
        line.reset();
        return new JsonWriter(buffer, line::write).beginObject();
    }

    private void end(JsonWriter json) throws IOException {
        json.endObject().flush();
        out.print(line.toString(StandardCharsets.UTF_8));
        out.print('\n');
    }
}

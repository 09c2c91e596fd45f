package io.tributary.cli.dump;

import io.tributary.format.json.JsonWriter;
import io.tributary.model.Label;
import io.tributary.model.Labels;
import io.tributary.model.flow.SampleColumn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// For programs: a JSON object a line. A series has a line for every thousand samples.
final class JsonLines implements DumpLines {
    static final int SAMPLES_A_LINE = 1_000;

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
    public void series(String tenant, Labels labels, SampleColumn samples) throws IOException {
        for (int from = 0; from < samples.size(); from += SAMPLES_A_LINE) {
            int begin = from;
            int end = Math.min(samples.size(), from + SAMPLES_A_LINE);
            line(json -> {
                members(json, tenant, labels);
                json.name("samples").beginArray();
                for (int i = begin; i < end; i++) {
                    sample(json, samples, i);
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
    public void end(long tenants, long series, long samples, long losses) throws IOException {
        line(json -> {
            json.name("end").beginObject();
            json.name("tenants").number(tenants).name("series").number(series);
            json.name("samples").number(samples).name("losses").number(losses);
            json.endObject();
        });
    }

    private static void members(JsonWriter json, String tenant, Labels labels) throws IOException {
        json.name("tenant").string(tenant).name("labels").beginObject();
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

    private static void sample(JsonWriter json, SampleColumn samples, int index)
            throws IOException {
        Value value = Value.of(samples, index);
        json.beginArray().number(samples.time(index)).string(value.text());
        Optional<String> bits = value.bits();
        if (bits.isPresent()) {
            json.string(bits.get());
        }
        json.endArray();
    }

    private void line(Members members) throws IOException {
        line.reset();
        JsonWriter json = new JsonWriter(buffer, line::write);
        json.beginObject();
        members.write(json);
        json.endObject().flush();
        out.print(line.toString(StandardCharsets.UTF_8));
        out.print('\n');
    }
}

package io.tributary.server.roundtrip;

import io.tributary.format.exposition.ExpositionDecoder;
import io.tributary.format.exposition.ExpositionFormat;
import io.tributary.format.jsonlines.JsonLinesDecoder;
import io.tributary.model.flow.WriteBatch;
import io.tributary.server.RunningServer;
import io.tributary.server.raw.ReadRequestBytes;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;

/// The ways out: what each shows of a tenant's samples, as texts of {@link Series.Sample} by labels
/// and time.
///
/// What is also a way in, as lines and remote read's samples are, is read by our own decoder of it,
/// which other tests hold to foreign ones.
enum WaysOut {
    QUERY("query") {
        @Override
        SortedMap<String, SortedMap<Long, String>> read(Site site, String tenant) throws Exception {
            String query = RunningServer.form("query", ALL + "[1h]");
            byte[] answer = site.get(tenant, "/api/v1/query?" + query, "application/json");
            return QueryRead.samples(new String(answer, StandardCharsets.UTF_8));
        }
    },
    READ_SAMPLES("remote read, samples") {
        @Override
        SortedMap<String, SortedMap<Long, String>> read(Site site, String tenant) throws Exception {
            return RemoteRead.samples(
                    site.post(tenant, "/api/v1/read", request().accepting(0).snappy()));
        }
    },
    READ_CHUNKS("remote read, chunks") {
        @Override
        SortedMap<String, SortedMap<Long, String>> read(Site site, String tenant) throws Exception {
            return RemoteRead.chunks(
                    site.post(tenant, "/api/v1/prom/read", request().accepting(1).snappy()));
        }
    },
    FEDERATE_TEXT("federate, text") {
        @Override
        SortedMap<String, SortedMap<Long, String>> read(Site site, String tenant) throws Exception {
            byte[] answer = federate(site, tenant, "text/plain;version=0.0.4");
            return exposition(answer, ExpositionFormat.TEXT);
        }
    },
    FEDERATE_OPEN_METRICS("federate, OpenMetrics") {
        @Override
        SortedMap<String, SortedMap<Long, String>> read(Site site, String tenant) throws Exception {
            byte[] answer = federate(site, tenant, "application/openmetrics-text;version=1.0.0");
            return exposition(answer, ExpositionFormat.OPEN_METRICS);
        }
    },
    FEDERATE_PROTOBUF("federate, protobuf") {
        @Override
        SortedMap<String, SortedMap<Long, String>> read(Site site, String tenant) throws Exception {
            return FederatedProto.read(
                    federate(
                            site,
                            tenant,
                            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited"));
        }
    },
    EXPORT("export") {
        @Override
        SortedMap<String, SortedMap<Long, String>> read(Site site, String tenant) throws Exception {
            String form = RunningServer.form("match[]", ALL);
            byte[] answer = site.get(tenant, "/api/v1/export?" + form, "*/*");
            JsonLinesDecoder decoder = new JsonLinesDecoder();
            WriteBatch batch = new WriteBatch();
            decoder.decode(answer, 0, answer.length, batch);
            if (decoder.report().refused() > 0) {
                throw new AssertionError(decoder.report().firstRefusal());
            }
            return BatchRead.ofSymbols(batch);
        }
    };

    private static final String ALL = "{__name__=~\".+\"}";

    private final String row;

    WaysOut(String row) {
        this.row = row;
    }

    /// The name of its row in the table.
    String row() {
        return row;
    }

    abstract SortedMap<String, SortedMap<Long, String>> read(Site site, String tenant)
            throws Exception;

    private static ReadRequestBytes request() {
        return new ReadRequestBytes().query(0, System.currentTimeMillis(), "__name__", "=~", ".+");
    }

    private static byte[] federate(Site site, String tenant, String type) throws Exception {
        String form = RunningServer.form("match[]", ALL);
        return site.get(tenant, "/federate?" + form, type + ";escaping=allow-utf-8");
    }

    private static SortedMap<String, SortedMap<Long, String>> exposition(
            byte[] text, ExpositionFormat format) {
        ExpositionDecoder decoder = new ExpositionDecoder();
        WriteBatch batch = new WriteBatch();
        decoder.decode(text, 0, text.length, format, 0, batch);
        if (decoder.report().refused() > 0) {
            throw new AssertionError(decoder.report().firstRefusal());
        }
        return BatchRead.ofSymbols(batch);
    }
}

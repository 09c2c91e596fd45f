package io.tributary.server.write;

import static io.tributary.server.RunningServer.NOW_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.Labels;
import io.tributary.model.flow.Unavailable;
import io.tributary.model.flow.WriteBatch;
import io.tributary.model.flow.WriteResult;
import io.tributary.server.RunningServer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InnerWriterTest {
    /// `__name__="up"` as a label of remote write.
    private static final byte[] UP =
            "\n\u000e\n\u0008__name__\u0012\u0002up".getBytes(StandardCharsets.US_ASCII);

    @Test
    void record_open_isDurableForTheTenantWithoutAName() throws Exception {
        try (RunningServer server = RunningServer.open()) {
            WriteResult result = server.server().record(batch());

            assertThat(result).isInstanceOf(WriteResult.Accepted.class);
            assertThat(server.store().samples("anonymous", Labels.of("__name__", "up")))
                    .isEqualTo(Map.of(NOW_MILLIS, 1L));
            assertThat(server.store().isAllAwaited()).isTrue();
            assertThat(server.get("/metrics").body())
                    .contains("tributary_ingest_samples_total{tenant=\"anonymous\"} 1.0");
        }
    }

    @Test
    void record_notOpen_isBusy() throws Exception {
        try (RunningServer server = RunningServer.starting()) {
            assertThat(server.server().record(batch()))
                    .isEqualTo(new WriteResult.Busy(Unavailable.STARTING, 1));
        }
    }

    private static WriteBatch batch() {
        WriteBatch batch = new WriteBatch();
        batch.reset(UP);
        batch.beginSeries(0, UP.length);
        batch.addSample(NOW_MILLIS, 1);
        return batch;
    }
}

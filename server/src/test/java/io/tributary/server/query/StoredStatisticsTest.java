package io.tributary.server.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.server.StoredServer;
import io.tributary.server.WriteRequestBytes;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Statistics of answers that the store gives without reading samples.
class StoredStatisticsTest {
    @Test
    void countFromTheIndex_takesNoSamples(@TempDir Path directory) throws Exception {
        long now = System.currentTimeMillis();
        WriteRequestBytes write = new WriteRequestBytes();
        for (String instance : new String[] {"a", "b", "c"}) {
            write.sample(now, 1, "__name__", "m", "instance", instance);
        }
        try (StoredServer server = new StoredServer(directory);
                StoredServer.Connection client = server.connect()) {
            assertThat(client.write("anonymous", write.snappy()).statusCode()).isEqualTo(204);
            String at = "&stats=all&time=%d.%03d".formatted(now / 1000, now % 1000);

            assertThat(client.get("/api/v1/query?query=count(m)" + at, "anonymous"))
                    .contains("\"3\"]")
                    .contains("\"totalQueryableSamples\":0,")
                    .contains("\"samplesRead\":0,\"peakSamples\"");
            assertThat(client.get("/api/v1/query?query=sum(m)" + at, "anonymous"))
                    .contains("\"3\"]")
                    .contains("\"totalQueryableSamples\":3,")
                    .contains("\"samplesRead\":3,\"peakSamples\"");
        }
    }
}

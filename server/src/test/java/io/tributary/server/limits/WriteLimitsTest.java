package io.tributary.server.limits;

import static io.tributary.server.limits.LimitedServer.assertStatus;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Limits of tenants and clusters as their senders meet them, over a real store, changed while the
/// server runs.
class WriteLimitsTest {
    private LimitedServer server;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        server = new LimitedServer(directory);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void write_overTheRateOfTheTenant_is503NamingItWithRetryAfter() throws Exception {
        server.change("limits: {ingestion_rate: 1, ingestion_burst_size: 1000}", "");
        assertStatus(204, server.write("eu-writer", "a", 1_000));

        HttpResponse<String> refused = server.write("us-writer", "b", 1_000);

        assertStatus(503, refused);
        assertThat(refused.body())
                .contains("rate: tenant shop may send 1 samples/s, 1000 at once")
                .contains("limits.ingestion_rate");
        assertThat(refused.headers().firstValueAsLong("retry-after").orElseThrow())
                .isBetween(900L, 2_000L);
        assertThat(refused.headers().firstValue("x-prometheus-remote-write-samples-written"))
                .contains("0");
        assertThat(server.count("b")).isEqualTo("0");
        assertStatus(204, server.write("bank-writer", "a", 1_000));
        String metrics = server.get("admin", "/metrics").body();
        assertThat(metrics)
                .contains("tributary_ingest_unavailable_total{reason=\"rate\",tenant=\"shop\"}")
                .contains("tributary_ingest_over_rate_total{cluster=\"us-1\",tenant=\"shop\"} 1.0");
    }

    @Test
    void write_overTheRateOfOneCluster_leavesTheOtherAlone() throws Exception {
        server.change("", "ingestion_rate: 1, ingestion_burst_size: 1000");
        assertStatus(204, server.write("eu-writer", "a", 1_000));

        assertStatus(503, server.write("eu-writer", "b", 1_000));
        assertStatus(204, server.write("us-writer", "c", 1_000));
        assertStatus(204, server.write("us-writer", "d", 1_000));
    }

    @Test
    void write_overTheRateWhereTheTenantDrops_is429() throws Exception {
        server.change(
                "limits: {ingestion_rate: 1, ingestion_burst_size: 1000, ingestion_rate_answer: drop}",
                "");
        assertStatus(204, server.write("eu-writer", "a", 1_000));

        assertStatus(429, server.write("eu-writer", "b", 1_000));
    }

    @Test
    void write_moreThanTheBurst_is413NamingTheLimit() throws Exception {
        server.change("limits: {ingestion_rate: 1, ingestion_burst_size: 1000}", "");

        HttpResponse<String> refused = server.write("eu-writer", "a", 1_001);

        assertStatus(413, refused);
        assertThat(refused.body()).contains("1001 samples").contains("limits.ingestion_burst_size");
    }

    @Test
    void write_moreBytesThanTheTenantMaySend_is413NamingTheLimit() throws Exception {
        server.change("limits: {max_request_bytes: 100}", "");

        HttpResponse<String> refused = server.write("eu-writer", "a_name_that_is_long", 100);

        assertStatus(413, refused);
        assertThat(refused.body()).contains("of tenant shop (limits.max_request_bytes)");
        assertStatus(204, server.write("bank-writer", "a_name_that_is_long", 100));
    }

    /// A tenth more series than are allowed: all that were there go on, none of them loses a
    /// sample.
    @Test
    void write_beyondTheLimitOfSeries_refusesTheNewOnesAndNamesTheMetric() throws Exception {
        assertStatus(204, server.write("eu-writer", "a", 100, 60_000));
        server.change("limits: {max_global_series_per_user: 100}", "");

        HttpResponse<String> over = server.write("eu-writer", "a", 110, 30_000);

        assertStatus(400, over);
        assertThat(over.body())
                .contains("10 of 110 samples refused, the others are stored")
                .contains("per_user_series_limit=10")
                .contains("tenant shop has 100, at most 100 are allowed");
        assertThat(over.headers().firstValue("x-prometheus-remote-write-samples-written"))
                .contains("100");
        assertThat(server.count("a")).isEqualTo("100");
        server.change("limits: {max_global_series_per_user: 105}", "");
        assertStatus(400, server.write("eu-writer", "a", 110, 20_000));
        assertThat(server.count("a")).isEqualTo("105");
        server.restart();
        assertStatus(400, server.write("eu-writer", "a", 110, 10_000));
        server.change("", "max_series_per_cluster: 107");
        HttpResponse<String> ofCluster = server.write("eu-writer", "a", 110, 5_000);
        assertStatus(400, ofCluster);
        assertThat(ofCluster.body())
                .contains("per_cluster_series_limit=3")
                .contains("cluster eu-1");
        assertThat(server.count("a")).isEqualTo("107");
        server.change("", "");
        assertStatus(204, server.write("eu-writer", "a", 110, 0));
    }
}

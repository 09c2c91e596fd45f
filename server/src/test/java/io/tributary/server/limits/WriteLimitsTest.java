package io.tributary.server.limits;

import static io.tributary.server.limits.LimitedServer.assertStatus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.model.Labels;
import io.tributary.model.notes.Exemplar;
import io.tributary.runtime.clock.SystemClock;
import io.tributary.runtime.config.ConfigException;
import io.tributary.server.StoredServer;
import io.tributary.server.WriteRequestBytes;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Limits of tenants and clusters as their senders meet them, over a real store, changed while the
/// server runs.
class WriteLimitsTest {
    private LimitedServer server;

    /// The time of the next exemplar.
    private long sent;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        server = new LimitedServer(directory);
        sent = server.now();
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

    @Test
    void exemplars_moreThanTheTenantMayHave_dropTheOldest() throws Exception {
        assertThat(exemplars("eu-writer", 8)).contains("8");
        assertThat(shownExemplars()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        server.change("limits: {max_global_exemplars_per_user: 3}", "");
        assertStatus(204, server.write("eu-writer", "other", 1));
        assertThat(shownExemplars()).as("held at the next write").containsExactly(5, 6, 7);
        assertThat(exemplars("eu-writer", 5)).contains("5");
        assertThat(shownExemplars()).containsExactly(2, 3, 4);
        server.change("limits: {max_global_exemplars_per_user: 0}", "");
        assertThat(exemplars("eu-writer", 5)).as("dropped by design").contains("0");
        assertThat(shownExemplars()).isEmpty();
        assertThat(server.get("admin", "/metrics").body())
                .contains("tributary_notes_dropped_total 18.0");
        server.restart();
        assertStatus(204, server.write("eu-writer", "other", 2));
        assertThat(shownExemplars()).isEmpty();
    }

    @Test
    void late_isTakenWithinTheWindowOfTheTenantOrTheCluster() throws Exception {
        server.change("limits: {out_of_order_time_window: 10m}", "out_of_order_time_window: 2h");
        for (String who : new String[] {"eu-writer", "us-writer", "bank-writer"}) {
            assertStatus(204, server.write(who, "a", 1));
        }

        HttpResponse<String> refused = server.write("us-writer", "a", 1, 20 * 60_000);

        assertStatus(400, refused);
        assertThat(refused.body()).contains("too_old=1").contains("of a series from");
        assertStatus(204, server.write("us-writer", "a", 1, 9 * 60_000));
        assertStatus(204, server.write("eu-writer", "a", 1, 110 * 60_000));
        assertStatus(204, server.write("bank-writer", "a", 1, 50 * 60_000));
        assertStatus(400, server.write("bank-writer", "a", 1, 70 * 60_000));
        server.change("limits: {out_of_order_time_window: 0s}", "");
        HttpResponse<String> none = server.write("eu-writer", "a", 1, 1_000);
        assertStatus(400, none);
        assertThat(none.body()).contains("too_old=1").contains("newest of a series none");
        assertStatus(204, server.write("eu-writer", "a", 1));
    }

    @Test
    void window_longerThanThatOfBacklog_isWrongAndLeavesTheRegistryAsItWas() throws Exception {
        String health = server.changeWrongly("limits: {out_of_order_time_window: 2d}");

        assertThat(health)
                .contains(
                        "limits.out_of_order_time_window: found 2d, expected at most 1d, as head.backlogLateWindow has it");
        assertThat(server.get("shop-reader", "/api/v1/limits").body())
                .contains(
                        "{\"name\":\"limits.out_of_order_time_window\",\"value\":\"1h\",\"source\":\"default\"}");
    }

    @Test
    void start_withAWindowLongerThanThatOfBacklog_isRefused(@TempDir Path directory) {
        assertThatThrownBy(() ->
                        new StoredServer(
                                directory.resolve("other"),
                                new SystemClock(),
                                "head.backlogLateWindow=30m"))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "default: limits.out_of_order_time_window: found 1h, expected at most 30m, as head.backlogLateWindow has it");
    }

    /// A point beside each stored one is refused, but where the tenant has series of events; a
    /// stored one is changed nowhere.
    @Test
    void late_besideStoredOnes_isTakenWhereTheTenantTakesAny() throws Exception {
        server.change("limits: {late: any}", "");
        for (String who : new String[] {"eu-writer", "bank-writer"}) {
            for (int age = 9; age >= 0; age--) {
                assertStatus(204, server.write(who, "a", 2, age * 15_000L));
            }
        }

        HttpResponse<String> crowded = server.write("bank-writer", "a", 2, 22_000);

        assertStatus(400, crowded);
        assertThat(crowded.body()).contains("crowded=2");
        assertStatus(204, server.write("eu-writer", "a", 2, 22_000));
        WriteRequestBytes other = new WriteRequestBytes();
        for (long age : new long[] {22_000, 15_000, 30_000}) {
            other.sample(server.now() - age, 17, "__name__", "a", "i", "0");
        }
        HttpResponse<String> conflict = server.write("eu-writer", other);
        assertStatus(400, conflict);
        assertThat(conflict.body()).contains("conflict=3");
        assertThat(audited("refusal"))
                .contains("\"tenant\":\"bank\"")
                .contains("\"reason\":\"crowded\",\"count\":2}")
                .doesNotContain("\"shop\"");
        assertThat(audited("late")).contains("\"tenant\":\"shop\"").doesNotContain("\"bank\"");
        server.change("", "");
        assertStatus(400, server.write("eu-writer", "a", 2, 37_000));
        server.change("", "late: any");
        assertStatus(204, server.write("eu-writer", "a", 2, 37_000));
    }

    private String audited(String kind) throws Exception {
        return server.get("auditor", "/api/v1/audit?kind=" + kind).body();
    }

    /// Sends the exemplars 0 to `count`, each at its own time; how many are said to be written.
    private Optional<String> exemplars(String who, int count) throws Exception {
        WriteRequestBytes request = new WriteRequestBytes();
        request.sample(server.now(), 1, "__name__", "traced");
        for (int i = 0; i < count; i++) {
            request.exemplar(
                    new Exemplar(Labels.of("n", "" + i), sent++, Double.doubleToRawLongBits(i)),
                    "__name__",
                    "traced");
        }
        HttpResponse<String> answer = server.write(who, request);
        assertStatus(204, answer);
        return answer.headers().firstValue("x-prometheus-remote-write-exemplars-written");
    }

    /// The exemplars that tenant shop has, by their numbers.
    private List<Integer> shownExemplars() throws Exception {
        String shown = server.get("shop-reader", "/api/v1/query_exemplars?query=traced").body();
        return Pattern.compile("\"n\":\"(\\d+)\"")
                .matcher(shown)
                .results()
                .map(found -> Integer.valueOf(found.group(1)))
                .toList();
    }
}

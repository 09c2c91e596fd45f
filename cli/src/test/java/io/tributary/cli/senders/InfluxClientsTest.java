package io.tributary.cli.senders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.influxdb.client.InfluxDBClient;
import com.influxdb.client.InfluxDBClientFactory;
import com.influxdb.client.WriteApi;
import com.influxdb.client.domain.WritePrecision;
import com.influxdb.client.write.Point;
import com.influxdb.exceptions.BadRequestException;
import com.influxdb.exceptions.UnauthorizedException;
import io.tributary.cli.ServerProcess;
import io.tributary.gateway.secret.AccessToken;
import io.tributary.gateway.secret.CredentialMint;
import io.tributary.gateway.secret.Secret;
import io.tributary.model.Labels;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.influxdb.BatchOptions;
import org.influxdb.InfluxDB;
import org.influxdb.InfluxDBException;
import org.influxdb.InfluxDBFactory;
import org.influxdb.dto.BatchPoints;
import org.influxdb.dto.Query;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The official Java clients of Influx 1 and 2 write to a server that asks who comes; each value is
/// read back as it was sent.
@TestInstance(Lifecycle.PER_CLASS)
class InfluxClientsTest {
    private static final String PASSWORD = "correct horse battery";
    private static final List<Double> NUMBERS =
            List.of(
                    1.0,
                    -0.0,
                    0.1,
                    -1e-9,
                    1e21,
                    123456789.12345679,
                    Double.MIN_VALUE,
                    Double.MAX_VALUE);

    /// Names and values that have to be escaped.
    private static final String ODD = "a b,c=d\"é";

    /// What is to be here.
    private SortedMap<Labels, SortedMap<Long, Double>> sent = new TreeMap<>();

    /// Each test has its own.
    private String measurement = "";

    private int tests;

    private final long startMillis = System.currentTimeMillis() - 3_600_000;
    private String token = "";
    private ServerProcess server;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        CredentialMint mint = new CredentialMint(new SecureRandom());
        AccessToken made = mint.token();
        token = made.secret().reveal();
        Path registry = directory.resolve("registry.yaml");
        Files.writeString(
                registry,
                """
                tenants: [{name: shop}]
                credentials:
                  - {name: edge-1, password: {hash: "%s"}, roles: [writer], tenants: [shop]}
                  - {name: edge-2, token: {id: %s, hash: "%s"}, roles: [writer, reader], tenants: [shop]}
                """
                        .formatted(
                                mint.hashPassword(Secret.of(PASSWORD)).phc(),
                                made.id(),
                                mint.hash(made).phc()));
        server =
                ServerProcess.startSet(
                        directory.resolve("data"),
                        directory.resolve("log"),
                        "registry.file=" + registry);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @BeforeEach
    void begin() {
        measurement = "load" + ++tests;
        sent = new TreeMap<>();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void version1_pointsOfEachPrecision_areReadBack(boolean gzip) throws Exception {
        try (InfluxDB client = version1(PASSWORD)) {
            if (gzip) {
                client.enableGzip();
            }
            assertThat(client.ping().getVersion()).isEqualTo("1.8.10");
            Query create = new Query("CREATE DATABASE telegraf", "", true);
            assertThat(client.query(create).hasError()).isFalse();
            for (TimeUnit unit :
                    List.of(
                            TimeUnit.NANOSECONDS,
                            TimeUnit.MICROSECONDS,
                            TimeUnit.MILLISECONDS,
                            TimeUnit.SECONDS)) {
                BatchPoints batch = BatchPoints.database("telegraf").precision(unit).build();
                for (int i = 0; i < NUMBERS.size(); i++) {
                    long time = startMillis + i * 15_000L;
                    batch.point(
                            org.influxdb.dto.Point.measurement(measurement)
                                    .time(unit.convert(time, TimeUnit.MILLISECONDS), unit)
                                    .tag("unit", unit.name())
                                    .tag("path", ODD)
                                    .addField("one", NUMBERS.get(i))
                                    .addField("many", Long.MAX_VALUE - i)
                                    .addField("on", i % 2 == 0)
                                    .addField("text", "left out")
                                    .build());
                    long stored =
                            TimeUnit.MILLISECONDS.convert(
                                    unit.convert(time, TimeUnit.MILLISECONDS), unit);
                    expect(stored, unit.name(), NUMBERS.get(i), i);
                }
                client.write(batch);
            }
        }
        assertThat(stored()).isEqualTo(sent);
    }

    /// As applications write: point by point, sent by a thread of the client.
    @Test
    void version1_batchedInTheBackground_isReadBack() throws Exception {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        ThreadFactory noted =
                task -> {
                    Thread thread = new Thread(task);
                    threads.add(thread);
                    return thread;
                };
        try (InfluxDB client = version1(PASSWORD)) {
            client.setDatabase("telegraf");
            client.enableBatch(BatchOptions.DEFAULTS.actions(100).threadFactory(noted));
            for (int i = 0; i < 250; i++) {
                long time = startMillis + i * 1_000L;
                client.write(
                        org.influxdb.dto.Point.measurement(measurement)
                                .time(time, TimeUnit.MILLISECONDS)
                                .addField("one", i / 8.0)
                                .build());
                expect("_one", time, i / 8.0, "db", "telegraf");
            }
            client.flush();
        }
        // Neither flush nor close waits for a batch that the client's thread is sending.
        for (Thread thread : threads) {
            thread.join(10_000);
        }
        assertThat(stored()).isEqualTo(sent);
    }

    @Test
    void version1_whatIsRefused_isToldInItsWords() {
        try (InfluxDB client = version1(PASSWORD)) {
            client.setDatabase("telegraf");
            assertThatThrownBy(() -> client.write("load one=1,two=x " + startMillis + "000000"))
                    .isInstanceOf(InfluxDBException.class)
                    .hasMessageContaining("bad_value=1");
        }
        try (InfluxDB client = version1("not " + PASSWORD)) {
            client.setDatabase("telegraf");
            assertThatThrownBy(() -> client.write("load one=1"))
                    .isInstanceOf(InfluxDBException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(WritePrecision.class)
    void version2_pointsOfEachPrecision_areReadBack(WritePrecision precision) throws Exception {
        try (InfluxDBClient client =
                InfluxDBClientFactory.create(url(), token.toCharArray(), "any", "telegraf")) {
            if (precision != WritePrecision.NS) {
                client.enableGzip();
            }
            for (int i = 0; i < NUMBERS.size(); i++) {
                long time = startMillis + i * 15_000L;
                client.getWriteApiBlocking()
                        .writePoint(
                                Point.measurement(measurement)
                                        .time(Instant.ofEpochMilli(time), precision)
                                        .addTag("unit", precision.name())
                                        .addTag("path", ODD)
                                        .addField("one", NUMBERS.get(i))
                                        .addField("many", Long.MAX_VALUE - i)
                                        .addField("on", i % 2 == 0)
                                        .addField("text", "left out"));
                expect(
                        precision == WritePrecision.S ? time / 1000 * 1000 : time,
                        precision.name(),
                        NUMBERS.get(i),
                        i);
            }
        }
        assertThat(stored()).isEqualTo(sent);
    }

    @Test
    void version2_batchedInTheBackground_isReadBack() throws Exception {
        try (InfluxDBClient client =
                        InfluxDBClientFactory.create(
                                url(), token.toCharArray(), "any", "telegraf");
                WriteApi write = client.makeWriteApi()) {
            for (int i = 0; i < 250; i++) {
                long time = startMillis + i * 1_000L;
                write.writePoint(
                        Point.measurement(measurement)
                                .time(time, WritePrecision.MS)
                                .addField("one", i));
                expect("_one", time, i, "db", "telegraf");
            }
        }
        assertThat(stored()).isEqualTo(sent);
    }

    /// How the client of Influx 2 speaks to an Influx 1.8: user and password in one word.
    @Test
    void version2_asToInflux18_isReadBack() throws Exception {
        try (InfluxDBClient client =
                InfluxDBClientFactory.createV1(
                        url(), "edge-1", PASSWORD.toCharArray(), "telegraf", "autogen")) {
            client.getWriteApiBlocking()
                    .writePoint(
                            Point.measurement(measurement)
                                    .time(startMillis, WritePrecision.MS)
                                    .addField("one", 1));
            expect("_one", startMillis, 1, "db", "telegraf/autogen");
        }
        assertThat(stored()).isEqualTo(sent);
    }

    @Test
    void version2_whatIsRefused_isToldInItsWords() {
        try (InfluxDBClient client =
                InfluxDBClientFactory.create(url(), token.toCharArray(), "any", "telegraf")) {
            assertThatThrownBy(() ->
                            client.getWriteApiBlocking()
                                    .writeRecord(
                                            WritePrecision.MS, "load one=1,two=x " + startMillis))
                    .isInstanceOf(BadRequestException.class)
                    .hasMessageContaining("bad_value=1");
        }
        char last = token.charAt(token.length() - 1);
        String other = token.substring(0, token.length() - 1) + (last == 'a' ? 'b' : 'a');
        try (InfluxDBClient client =
                InfluxDBClientFactory.create(url(), other.toCharArray(), "any", "telegraf")) {
            assertThatThrownBy(() ->
                            client.getWriteApiBlocking()
                                    .writeRecord(WritePrecision.MS, "load one=1"))
                    .isInstanceOf(UnauthorizedException.class);
        }
    }

    private String url() {
        return server.uri("").toString();
    }

    private InfluxDB version1(String password) {
        return InfluxDBFactory.connect(url(), "edge-1", password);
    }

    /// The three series of a point of {@link #NUMBERS}.
    private void expect(long time, String unit, double number, int i) {
        String[] labels = {"unit", unit, "path", ODD, "db", "telegraf"};
        expect("_one", time, number, labels);
        expect("_many", time, (double) (Long.MAX_VALUE - i), labels);
        expect("_on", time, i % 2 == 0 ? 1 : 0, labels);
    }

    private void expect(String field, long time, double value, String... labels) {
        Labels.Builder series = new Labels.Builder().set("__name__", measurement + field);
        for (int i = 0; i < labels.length; i += 2) {
            series.set(labels[i], labels[i + 1]);
        }
        sent.computeIfAbsent(series.build(), _ -> new TreeMap<>()).put(time, value);
    }

    /// All series of the measurement.
    private SortedMap<Labels, SortedMap<Long, Double>> stored() throws Exception {
        String selector =
                URLEncoder.encode("{__name__=~\"" + measurement + "_.*\"}", StandardCharsets.UTF_8);
        HttpRequest request =
                HttpRequest.newBuilder(server.uri("/api/v1/export?match%5B%5D=" + selector))
                        .header("Authorization", "Bearer " + token)
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return Exported.read(client.send(request, BodyHandlers.ofString()).body());
        }
    }
}

package io.tributary.server.ha;

import static io.tributary.server.RunningServer.NOW_MILLIS;
import static io.tributary.server.RunningServer.form;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.runtime.config.ConfigException;
import io.tributary.runtime.config.ConfigLoader;
import io.tributary.server.RunningServer;
import io.tributary.server.ServerSettings;
import io.tributary.server.WriteRequestBytes;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// HA pairs over HTTP: of tenants that are registered, by what a request says, and not at all.
@TestInstance(Lifecycle.PER_CLASS)
class HaPairsTest {
    private static final String TOGETHER = "{\"__name__\":\"up\"}";
    private static final String APART =
            "{\"__name__\":\"up\",\"r\":\"a\"} {\"__name__\":\"up\",\"r\":\"b\"}";

    private RunningServer server;

    @BeforeAll
    void start() throws Exception {
        server = RunningServer.open("ha.replicaLabels=acme: r; beta: r, q");
        for (String tenant : List.of("acme", "beta", "plain")) {
            WriteRequestBytes request = new WriteRequestBytes();
            for (long age = 120; age >= 0; age -= 15) {
                long time = NOW_MILLIS - 1_000 * age;
                request.sample(time - 5_000, 1, "__name__", "up", "r", "a")
                        .sample(time, 2, "__name__", "up", "r", "b");
            }
            assertThat(server.write(request.snappy(), "X-Scope-OrgID", tenant).statusCode())
                    .isEqualTo(204);
        }
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "acme  | other=1                           | " + TOGETHER,
                "beta  | other=1                           | " + TOGETHER,
                "plain | other=1                           | " + APART,
                "acme  | dedup=false                       | " + APART,
                "acme  | dedup=0                           | " + APART,
                "acme  | dedup=                            | " + TOGETHER,
                "plain | dedup=true                        | " + APART,
                "plain | replicaLabels[]=r                 | " + TOGETHER,
                "plain | replicaLabels[]=q&replicaLabels[]=r | " + TOGETHER,
                "acme  | replicaLabels[]=other             | " + APART,
                "plain | dedup=false&replicaLabels[]=r     | " + APART
            })
    void series_areOne_whereRegisteredOrSaid(String tenant, String said, String expected)
            throws Exception {
        String options = "&" + said.replace("[]", "%5B%5D");
        String series = ask(tenant, "/api/v1/series?match%5B%5D=up" + options);
        assertThat(series)
                .isEqualTo(
                        "{\"status\":\"success\",\"data\":[" + expected.replace(" ", ",") + "]}");
        String time = "&time=" + NOW_MILLIS / 1000;
        String instant = ask(tenant, "/api/v1/query?query=up" + time + options);
        String range =
                ask(
                        tenant,
                        "/api/v1/query_range?query=up&start=%1$d&end=%1$d&step=15"
                                        .formatted(NOW_MILLIS / 1000)
                                + options);
        for (String labels : expected.split(" ", -1)) {
            assertThat(instant).contains("{\"metric\":" + labels + ",");
            assertThat(range).contains("{\"metric\":" + labels + ",");
        }
        assertThat(instant.split("\"metric\"", -1)).hasSize(expected.split(" ", -1).length + 1);
        assertThat(ask(tenant, "/api/v1/query?query=count(up)" + time + options))
                .contains("\"" + expected.split(" ", -1).length + "\"]");
    }

    @Test
    void tenants_askedTogether_goByTheirOwn() throws Exception {
        assertThat(ask("acme|plain", "/api/v1/series?match%5B%5D=up"))
                .isEqualTo(
                        "{\"status\":\"success\",\"data\":[{\"__name__\":\"up\",\"__tenant_id__\":\"acme\"},"
                                + "{\"__name__\":\"up\",\"__tenant_id__\":\"plain\",\"r\":\"a\"},"
                                + "{\"__name__\":\"up\",\"__tenant_id__\":\"plain\",\"r\":\"b\"}]}");
        assertThat(ask("acme|plain", "/api/v1/query?query=count(up)&time=" + NOW_MILLIS / 1000))
                .contains("\"3\"]");
    }

    /// Which replicas there are can always be asked.
    @Test
    void labels_areAsStored() throws Exception {
        assertThat(ask("acme", "/api/v1/label/r/values")).contains("[\"a\",\"b\"]");
        assertThat(ask("acme", "/api/v1/labels")).contains("\"r\"");
        assertThat(
                        ask(
                                "acme",
                                "/api/v1/query?"
                                        + form(
                                                "query",
                                                "up{r=\"b\"}",
                                                "time",
                                                "" + NOW_MILLIS / 1000)))
                .contains("{\"metric\":{\"__name__\":\"up\"},\"value\":[1700000000,\"2\"]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dedup           | maybe         | strconv.ParseBool: parsing \\\"maybe\\\": invalid syntax",
                "replicaLabels[] | ''            | invalid label name: \\\"\\\"",
                "replicaLabels[] | __name__      | cannot be a replica label: \\\"__name__\\\"",
                "replicaLabels[] | __tenant_id__ | cannot be a replica label: \\\"__tenant_id__\\\""
            })
    void parameters_thatAreWrong_areBadData(String name, String value, String why)
            throws Exception {
        for (String path :
                List.of(
                        "/api/v1/query?query=up&",
                        "/api/v1/query_range?query=up&start=0&end=1&step=1&",
                        "/api/v1/series?match%5B%5D=up&")) {
            HttpResponse<String> answer = server.get(path + form(name, value));
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body())
                    .isEqualTo(
                            "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"invalid parameter \\\""
                                    + name
                                    + "\\\": "
                                    + why
                                    + "\"}");
        }
    }

    @Test
    void setting_thatIsWrong_isRefusedWithItsPlace(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("tributary.yaml");
        Files.writeString(file, "insecure: true\nha:\n  replicaLabels: 'acme: __name__'\n");
        assertThatThrownBy(() ->
                        new ConfigLoader(ServerSettings.ALL)
                                .load(Optional.of(file), Map.of(), List.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        file
                                + ":3:18: ha.replicaLabels: found acme: __name__, expected labels, or"
                                + " TENANT: labels, with semicolons between, such as prometheus_replica or"
                                + " acme: prometheus_replica, site; beta: ha_replica");
    }

    private String ask(String tenant, String path) throws Exception {
        HttpResponse<String> answer =
                server.send(server.request(path).header("X-Scope-OrgID", tenant));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }
}

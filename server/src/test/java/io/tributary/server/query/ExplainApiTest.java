package io.tributary.server.query;

import static io.tributary.server.RunningServer.form;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.server.StoredServer;
import io.tributary.server.WriteRequestBytes;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What queries would do, told over a real store.
class ExplainApiTest {
    private static final long NOW = System.currentTimeMillis() / 1000 * 1000;

    @TempDir private Path directory;
    private StoredServer server;
    private StoredServer.Connection client;

    @BeforeEach
    void start() throws Exception {
        server = new StoredServer(directory);
        client = server.connect();
        WriteRequestBytes write = new WriteRequestBytes();
        for (String instance : new String[] {"a", "b", "c"}) {
            write.sample(NOW, 1, "__name__", "m", "instance", instance);
        }
        assertThat(client.write("one", write.snappy()).statusCode()).isEqualTo(204);
        byte[] other = new WriteRequestBytes().sample(NOW, 1, "__name__", "m").snappy();
        assertThat(client.write("two", other).statusCode()).isEqualTo(204);
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        server.close();
    }

    private String explain(String tenant, String... parameters) throws Exception {
        return client.get("/api/v1/queries/explain?" + form(parameters), tenant);
    }

    /// Of ten minutes.
    private String explainRates() throws Exception {
        return explain(
                "one",
                "query",
                "sum(rate(m[5m]))",
                "start",
                seconds(NOW - 600_000),
                "end",
                seconds(NOW),
                "step",
                "60");
    }

    private static String seconds(long millis) {
        return Long.toString(millis / 1000);
    }

    @Test
    void range_isToldAsATree() throws Exception {
        assertThat(explainRates())
                .startsWith(
                        ("{\"status\":\"success\",\"data\":{\"name\":\"sum\",\"kind\":\"fold\",\"steps\":11,\"ahead\":true,\"series\":1,\"bytes\":160,\"inputs\":["
                                        + "{\"name\":\"rate\",\"kind\":\"stream\",\"steps\":11,\"ahead\":true,\"series\":3,\"bytes\":160,\"inputs\":["
                                        + "{\"name\":\"m[5m]\",\"kind\":\"stream\",\"steps\":11,\"ahead\":false,\"series\":3,\"bytes\":160,"
                                        + "\"selects\":{\"matchers\":\"{__name__=\\\"m\\\"}\",\"after\":%d,\"to\":%d,\"series\":3,\"counted\":false,\"readers\":1},"
                                        + "\"inputs\":[]}]}],\"memory\":{\"limitBytes\":67108864,")
                                .formatted((NOW - 900_000) / 1000, NOW / 1000));
    }

    /// What is selected, the answer's 176 bytes, 160 of each operator.
    @Test
    void memory_isToldOfTheWholeQuery() throws Exception {
        String plan = explainRates();
        Matcher memory =
                Pattern.compile(
                                "\"memory\":\\{\"limitBytes\":67108864,\"selectedBytes\":(\\d+),\"neededBytes\":(\\d+),\"atLeast\":false,\"slices\":1}}}$")
                        .matcher(plan);

        assertThat(memory.find()).as(plan).isTrue();
        long selected = Long.parseLong(memory.group(1));
        assertThat(selected).isBetween(3L * 100, 3L * 2_000);
        assertThat(Long.parseLong(memory.group(2))).isEqualTo(selected + 11 * 16 + 3 * 160);
    }

    @Test
    void count_isToldToComeFromTheIndex() throws Exception {
        assertThat(explain("one", "query", "count(m)", "time", seconds(NOW)))
                .contains("\"name\":\"count\"")
                .contains("\"counted\":true");
    }

    @Test
    void series_areThoseOfTheCallersTenants() throws Exception {
        assertThat(explain("two", "query", "m")).contains("\"series\":1,");
        assertThat(explain("one|two", "query", "m")).contains("\"series\":4,");
        assertThat(explain("nobody", "query", "m")).contains("\"series\":0,");
    }

    @Test
    void wrongQuestion_isRefusedAsAQueryIs() throws Exception {
        for (String route : new String[] {"query", "queries/explain"}) {
            HttpResponse<String> answer =
                    client.ask("/api/v1/" + route + "?" + form("query", "sum("), "one");
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("bad_data").contains("parse error");
        }
        assertThat(explain("one", "query", "m", "start", "1", "end", "0", "step", "1"))
                .contains("end timestamp must not be before start time");
        assertThat(explain("one", "query", "m[5m]", "start", "0", "end", "1", "step", "1"))
                .contains("invalid expression type");
    }
}

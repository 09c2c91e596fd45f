package io.tributary.server.roundtrip;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.notes.Exemplar;
import io.tributary.server.RunningServer;
import io.tributary.server.roundtrip.Series.Sample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What is written by each protocol comes back by each way out, bit by bit but for what the tables
/// of the reference say of the two. Between the two the server is started anew.
@TestInstance(Lifecycle.PER_CLASS)
class RoundTripTest {
    private static final String EXEMPLARS = "query_exemplars";

    private final long firstMillis = System.currentTimeMillis() / 60_000 * 60_000 - 120_000;
    private final List<Series> sent = Sent.from(firstMillis);
    private List<Kept> in = List.of();
    private List<Kept> out = List.of();
    private Site site;

    @BeforeAll
    void write(@TempDir Path directory) throws Exception {
        in = KeptTables.below("In");
        out = KeptTables.below("Out");
        try (Site first = new Site(directory)) {
            for (Protocols protocol : Protocols.values()) {
                first.write(tenant(protocol), protocol, row(in, protocol.row()).of(sent));
            }
        }
        site = new Site(directory);
    }

    @AfterAll
    void stop() throws IOException {
        site.close();
    }

    @Test
    void tables_haveARowForEachWay() {
        assertThat(in)
                .extracting(Kept::way)
                .containsExactlyElementsOf(
                        Arrays.stream(Protocols.values()).map(Protocols::row).toList());
        List<String> ways =
                new ArrayList<>(Arrays.stream(WaysOut.values()).map(WaysOut::row).toList());
        ways.add(EXEMPLARS);
        assertThat(out).extracting(Kept::way).containsExactlyElementsOf(ways);
    }

    static Stream<Arguments> ways() {
        return Arrays.stream(Protocols.values())
                .flatMap(protocol ->
                        Arrays.stream(WaysOut.values()).map(way -> Arguments.of(protocol, way)));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void samples_comeBackAsTheTablesSay(Protocols protocol, WaysOut way) throws Exception {
        SortedMap<String, SortedMap<Long, String>> expected = new TreeMap<>();
        for (Series series : row(out, way.row()).of(row(in, protocol.row()).of(sent))) {
            for (Sample sample : series.samples()) {
                BatchRead.add(expected, series.labels(), sample);
            }
        }
        SortedMap<String, SortedMap<Long, String>> read = way.read(site, tenant(protocol));

        assertThat(lines(read)).hasSameElementsAs(lines(expected));
    }

    private static List<String> lines(SortedMap<String, SortedMap<Long, String>> samples) {
        List<String> lines = new ArrayList<>();
        samples.forEach((labels, byTime) ->
                byTime.forEach((time, text) -> lines.add(labels + " " + time + " " + text)));
        return lines;
    }

    @ParameterizedTest
    @MethodSource("protocols")
    void exemplars_comeBackAsTheTablesSay(Protocols protocol) throws Exception {
        SortedMap<String, List<Exemplar>> expected = new TreeMap<>();
        for (Series series : row(in, protocol.row()).of(sent)) {
            List<Exemplar> exemplars = row(out, EXEMPLARS).exemplars(series);
            if (!exemplars.isEmpty()) {
                expected.put(series.labels().toString(), exemplars);
            }
        }
        String form =
                RunningServer.form(
                        "query",
                        "{__name__=~\".+\"}",
                        "start",
                        "" + (firstMillis / 1_000 - 60),
                        "end",
                        "" + (firstMillis / 1_000 + 60));
        byte[] answer =
                site.get(tenant(protocol), "/api/v1/query_exemplars?" + form, "application/json");

        assertThat(QueryRead.exemplars(new String(answer, StandardCharsets.UTF_8)))
                .containsExactlyEntriesOf(expected);
    }

    static Stream<Protocols> protocols() {
        return Arrays.stream(Protocols.values());
    }

    private static Kept row(List<Kept> table, String way) {
        return table.stream()
                .filter(row -> row.way().equals(way))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row " + way));
    }

    private static String tenant(Protocols protocol) {
        return protocol.name();
    }
}

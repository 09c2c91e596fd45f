package io.tributary.server.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.promql.EngineSettings;
import io.tributary.promql.engine.operator.Semantics;
import io.tributary.promql.parser.ParserOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class FeaturesTest {
    private static final Path UPSTREAM = Path.of("src", "test", "scripts", "features.txt");

    /// Where a store differs from a Prometheus whose flags are all off.
    private static final List<String> OURS =
            List.of(
                    "api openapi_3.1 false",
                    "api openapi_3.2 false",
                    "api remote_write_receiver true",
                    "promql per_step_stats true");

    @Test
    void features_byDefault_areThoseOfPrometheus() throws Exception {
        List<String> lines = lines(EngineSettings.defaults());
        List<String> upstream = Files.readAllLines(UPSTREAM).stream().skip(1).toList();

        assertThat(lines).containsAll(OURS);
        assertThat(lines.stream().filter(line -> !line.startsWith("tsdb ")).map(FeaturesTest::name))
                .containsExactlyElementsOf(upstream.stream().map(FeaturesTest::name).toList());
        assertThat(upstream).filteredOn(line -> !lines.contains(line)).hasSameSizeAs(OURS);
    }

    @Test
    void features_switchedOn_areTold() {
        EngineSettings all =
                EngineSettings.defaults()
                        .withSyntax(ParserOptions.ALL)
                        .withSemantics(new Semantics(true, false, true));

        assertThat(lines(all))
                .contains(
                        "promql anchored true",
                        "promql delayed_name_removal true",
                        "promql fill true",
                        "promql type_and_unit_labels true",
                        "promql_functions mad_over_time true",
                        "promql_operators limitk true");
    }

    private static List<String> lines(EngineSettings engine) {
        List<String> lines = new ArrayList<>();
        for (var category : Features.of(engine).entrySet()) {
            SortedMap<String, Boolean> features = category.getValue();
            features.forEach((name, on) -> lines.add(category.getKey() + " " + name + " " + on));
        }
        return lines;
    }

    private static String name(String line) {
        return line.substring(0, line.lastIndexOf(' '));
    }
}

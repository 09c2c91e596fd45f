package io.tributary.server.status;

import io.tributary.promql.EngineSettings;
import io.tributary.promql.ast.AggregateOperator;
import io.tributary.promql.ast.BinaryOperator;
import io.tributary.promql.ast.Function;
import io.tributary.promql.ast.Functions;
import io.tributary.promql.parser.ParserOptions;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Prometheus' features (`util/features`) as they are here, by category; what a store has no part
/// in (scraping, rules, service discovery, templates, its own pages) is left out.
final class Features {
    private final SortedMap<String, SortedMap<String, Boolean>> byCategory = new TreeMap<>();

    private Features() {}

    static SortedMap<String, SortedMap<String, Boolean>> of(EngineSettings engine) {
        Features features = new Features();
        features.addApi();
        features.addLanguage(engine);
        features.addOperators(engine.syntax());
        for (Function function : Functions.all()) {
            features.set(
                    "promql_functions",
                    function.name(),
                    !function.experimental() || engine.syntax().experimentalFunctions());
        }
        features.set("tsdb", "exemplar_storage", true);
        features.set("tsdb", "native_histograms", true);
        return features.byCategory;
    }

    private void addApi() {
        List.of(
                        "exclude_alerts",
                        "label_values_match",
                        "query_stats",
                        "query_warnings",
                        "remote_write_receiver",
                        "time_range_labels",
                        "time_range_series")
                .forEach(name -> set("api", name, true));
        List.of("admin", "lifecycle", "openapi_3.1", "openapi_3.2", "otlp_write_receiver", "search")
                .forEach(name -> set("api", name, false));
        set("otlp_receiver", "delta_conversion", false);
        set("otlp_receiver", "native_delta_ingestion", false);
    }

    private void addLanguage(EngineSettings engine) {
        List.of(
                        "at_modifier",
                        "bool",
                        "by",
                        "group_left",
                        "group_right",
                        "ignoring",
                        "negative_offset",
                        "offset",
                        "on",
                        "per_query_lookback_delta",
                        "subqueries",
                        "without")
                .forEach(name -> set("promql", name, true));
        ParserOptions syntax = engine.syntax();
        set("promql", "anchored", syntax.extendedRangeSelectors());
        set("promql", "smoothed", syntax.extendedRangeSelectors());
        set("promql", "fill", syntax.fillModifiers());
        set("promql", "fill_left", syntax.fillModifiers());
        set("promql", "fill_right", syntax.fillModifiers());
        set("promql", "duration_expr", syntax.durationExpressions());
        set("promql", "delayed_name_removal", engine.semantics().delayedNameRemoval());
        set("promql", "per_step_stats", true);
        set("promql", "type_and_unit_labels", engine.semantics().typeAndUnitLabels());
    }

    private void addOperators(ParserOptions syntax) {
        for (BinaryOperator operator : BinaryOperator.values()) {
            set("promql_operators", operator.symbol(), true);
        }
        List.of("=~", "!~", "@").forEach(symbol -> set("promql_operators", symbol, true));
        for (AggregateOperator operator : AggregateOperator.values()) {
            set(
                    "promql_operators",
                    operator.word(),
                    !operator.isExperimental() || syntax.experimentalFunctions());
        }
    }

    private void set(String category, String name, boolean enabled) {
        byCategory.computeIfAbsent(category, _ -> new TreeMap<>()).put(name, enabled);
    }
}

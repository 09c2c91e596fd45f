package io.tributary.cli.registry;

import io.tributary.cli.json.Json;
import io.tributary.cli.json.JsonException;
import io.tributary.cli.query.Columns;
import java.util.ArrayList;
import java.util.List;

/// Limits as tables: what is set, what is used, which metrics were refused.
final class LimitRows {
    private static final String TENANT = "tenant";
    private static final String CLUSTERS = "clusters";
    private static final String REFUSED = "refusedMetrics";

    private LimitRows() {}

    static String of(Json limits) throws JsonException {
        List<Json> clusters = limits.has(CLUSTERS) ? limits.member(CLUSTERS).list() : List.of();
        Columns settings = new Columns();
        settings.add(List.of("OF", "SETTING", "VALUE", "SOURCE"));
        addSettings(settings, TENANT, limits);
        Columns usage = new Columns();
        usage.add(List.of("OF", "SERIES", "SAMPLES/S", "REQUESTS OVER RATE", "SAMPLES OVER RATE"));
        usage.add(usage(TENANT, limits));
        for (Json cluster : clusters) {
            String of = "cluster " + ObjectRows.cell(cluster, "name");
            addSettings(settings, of, cluster);
            usage.add(usage(of, cluster));
        }
        return settings.text() + "\n" + usage.text() + refused(limits);
    }

    private static void addSettings(Columns columns, String of, Json limits) throws JsonException {
        for (Json setting : limits.member("settings").list()) {
            columns.add(
                    List.of(
                            of,
                            ObjectRows.cell(setting, "name"),
                            ObjectRows.cell(setting, "value"),
                            ObjectRows.cell(setting, "source")));
        }
    }

    /// What who asks may not see is left empty.
    private static List<String> usage(String of, Json limits) {
        List<String> row = new ArrayList<>(List.of(of));
        for (String name :
                List.of("series", "samplesPerSecond", "throttledRequests", "throttledSamples")) {
            row.add(ObjectRows.cell(limits, name));
        }
        return row;
    }

    private static String refused(Json limits) throws JsonException {
        List<Json> metrics = limits.has(REFUSED) ? limits.member(REFUSED).list() : List.of();
        if (metrics.isEmpty()) {
            return "";
        }
        Columns columns = new Columns();
        columns.add(List.of("REFUSED METRIC", "REASON", "COUNT", "OVERCOUNT"));
        for (Json metric : metrics) {
            columns.add(
                    List.of(
                            ObjectRows.cell(metric, "metric"),
                            ObjectRows.cell(metric, "reason"),
                            ObjectRows.cell(metric, "count"),
                            ObjectRows.cell(metric, "overcount")));
        }
        return "\n" + columns.text();
    }
}

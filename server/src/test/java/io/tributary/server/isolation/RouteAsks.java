package io.tributary.server.isolation;

import static java.util.Objects.requireNonNull;

import io.tributary.server.door.GuardedRoutes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How each route of the server is asked, with every trick that we know of its parameters.
final class RouteAsks {
    private static final long MINUTE = 60_000;

    /// A selector of all series.
    private static final String ALL = "%7B__name__%3D~%22.%2B%22%7D";

    /// Agents that are registered, of blue and of red.
    static final String BLUE_AGENT = "00000000-0000-4000-8000-00000000000b";

    static final String RED_AGENT = "00000000-0000-4000-8000-00000000000e";

    /// How a route is asked.
    ///
    /// @param forms each a form that it takes
    /// @param own whether the answer to the first shows the caller's own word
    record Ask(List<String> forms, boolean own) {}

    private final Map<String, Ask> asks = new TreeMap<>();

    /// @param now when the newest samples were
    RouteAsks(long now) {
        questions(now);
        registry();
        fixed();
    }

    Ask of(GuardedRoutes.Entry route) {
        // What clients of Influx ask is no question of the query API.
        String declared = route.path().equals("/query") ? "/influx/query" : route.path();
        String path =
                declared.replaceFirst("^(/prometheus)?(/api/v1)?", "")
                        .replace("{name}", "NAME")
                        .replace("{cluster}", "CLUSTER")
                        .replace("{agent}", "AGENT");
        return requireNonNull(asks.get(path), () -> "how to ask " + route);
    }

    private void questions(long now) {
        String range =
                "start=%d&end=%d&step=60&".formatted((now - 5 * MINUTE) / 1000, now / 1000 + 1);
        String foreign = "%7B__name__%3D~%22azur%5Be%5D_metric%22%7D";
        List<String> selectors =
                List.of(
                        ALL,
                        "%7B__name__%3D~%22azur%5Be%5D.*%22%7D",
                        "%7B__tenant_id__%3D%22blue%22%7D",
                        "%7Bcluster%3D%22blue-1%22%7D",
                        "%7B__name__!%3D%22%22%7D");
        List<String> queries = new ArrayList<>(selectors);
        queries.addAll(
                List.of(
                        ALL + "%20or%20" + foreign,
                        "max_over_time(" + ALL + "%5B10m%5D)",
                        "max_over_time(" + ALL + "%5B5m:1m%5D)",
                        ALL + "%20@%20" + now / 1000,
                        ALL + "%20offset%201s",
                        "count%20by%20(__name__)%20(%7B__name__%3D~%22.%2B%22%7D)",
                        "group%20by%20(__tenant_id__,%20color,__name__)%20(" + ALL + ")",
                        "absent(" + foreign + ")%20or%20" + ALL,
                        "label_replace(" + ALL + ",%22x%22,%22$1%22,%22cluster%22,%22(.*)%22)",
                        "info(" + ALL + ")",
                        foreign));
        ask("/query", with("query=", queries, ""), true);
        ask("/query_range", with(range + "query=", queries, ""), true);
        ask("/query_exemplars", with(range + "query=", selectors, ""), true);
        ask("/federate", with("match[]=", selectors, ""), true);
        ask("/export", with("match[]=", selectors, "&start=0&max_rows_per_line=1"), true);
        reads();
        ask("/series", with("match[]=", selectors, "&start=0"), true);
        ask("/labels", with("match[]=", selectors, ""), true);
        ask("/label/NAME/values", with("match[]=", selectors, "&tenant=blue"), true);
        ask("/metadata", List.of("", "metric=azure_metric", "limit=1000"), true);
        ask("/status/tsdb", List.of("", "limit=10000"), true);
        ask("/cardinality/label_names", with("selector=", selectors, "&limit=500"), true);
        ask(
                "/cardinality/label_values",
                with(
                        "label_names[]=__name__&label_names[]=color&label_names[]=cluster&selector=",
                        selectors,
                        ""),
                true);
        ask("/cardinality/active_series", with("selector=", selectors, ""), true);
        ask("/user_limits", List.of(""), false);
        ask("/user_stats", List.of(""), false);
        ask("/limits", List.of(""), false);
        ask("/queries/recent", List.of("", "limit=1000"), false);
        ask("/queries/active", List.of(""), false);
        ask("/queries/cancel", List.of("id=1", "id=9999"), false);
        ask("/queries/explain", with("query=", selectors, ""), false);
        for (String path : List.of("/format_query", "/parse_query")) {
            ask(path, List.of("query=up"), false);
        }
    }

    private void reads() {
        List<String> reads =
                List.of(
                        "1 __name__ =~ .+",
                        "0 __name__ =~ .+",
                        "1 __name__ =~ azur[e].*",
                        "1 __tenant_id__ = blue",
                        "0 cluster = blue-1",
                        "1 __name__ != nothing");
        for (String path : List.of("/read", "/prom/read")) {
            ask(path, with(RemoteReads.FORM, reads, ""), true);
        }
    }

    private void registry() {
        ask("/clusters", List.of("", "tenant=blue"), false);
        ask("/admin/v1/enroll/CLUSTER", List.of(""), false);
        ask("/admin/v1/backup", List.of(""), false);
        ask("/admin/v1/authority", List.of(""), false);
        ask("/admin/v1/authority/rotate", List.of("delay=99d", "delay=x"), false);
        ask("/admin/v1/authority/pending", List.of(""), false);
        ask("/admin/v1/authority/approve/AGENT", List.of(""), false);
        ask("/enroll/v1/join", List.of("token=x"), false);
        ask("/enroll/v1/renew", List.of(""), false);
        ask("/audit", List.of("", "tenant=blue"), false);
        ask("/admin/v1/tenants", List.of("", "tenant=blue"), false);
        ask("/admin/v1/clusters", List.of("", "tenant=blue", "tenant=green"), true);
        ask("/admin/v1/credentials", List.of("", "tenant=blue"), false);
        ask("/admin/v1/agents", List.of("", "tenant=blue", "tenant=green"), true);
        ask("/admin/v1/history", List.of("limit=10000", "name=azure-3"), true);
        ask(
                "/admin/v1/explain",
                List.of(
                        "",
                        "series=up&principal=blue-1",
                        "series=up&principal=blue-reader",
                        "series=up&principal=" + BLUE_AGENT,
                        "series=up&cluster=blue-1",
                        "series=up&cluster=green&tenant=blue"),
                false);
        ask("/admin/v1/apply", List.of("tenants: [{name: azure-4, alias: x}]"), false);
        for (String one :
                List.of(
                        "/admin/v1/tenants/NAME",
                        "/admin/v1/clusters/NAME",
                        "/admin/v1/credentials/NAME",
                        "/admin/v1/agents/NAME",
                        "/admin/v1/tenants/NAME/frozen",
                        "/admin/v1/credentials/NAME/rotate")) {
            ask(
                    one,
                    List.of(
                            "NAME:blue",
                            "NAME:blau",
                            "NAME:green",
                            "NAME:blue-1",
                            "NAME:blue-reader",
                            "NAME:nowhere",
                            "NAME:" + BLUE_AGENT,
                            "NAME:" + RED_AGENT,
                            "NAME:blue%20x"),
                    false);
        }
    }

    private void fixed() {
        for (String path :
                List.of(
                        "/write",
                        "/push",
                        "/receive",
                        "/prom/write",
                        "/api/prom/push",
                        "/api/v2/write",
                        "/influx/write",
                        "/influx/api/v2/write",
                        "/import/prometheus",
                        "/import",
                        "/metrics/{job/…}",
                        "/v1/metrics",
                        "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export",
                        "/ping",
                        "/influx/ping",
                        "/influx/query")) {
            ask(path, List.of(""), false);
        }
        for (String path :
                List.of(
                        "/-/healthy",
                        "/-/ready",
                        "/metrics",
                        "/status/buildinfo",
                        "/status/runtimeinfo",
                        "/status/config",
                        "/status/flags",
                        "/features",
                        "/status/walreplay",
                        "/rules",
                        "/alerts",
                        "/alertmanagers",
                        "/scrape_pools",
                        "/targets",
                        "/targets/metadata",
                        "/targets/relabel_steps",
                        "/status/tsdb/blocks",
                        "/notifications",
                        "/notifications/live",
                        "/admin/tsdb/delete_series",
                        "/admin/tsdb/clean_tombstones",
                        "/admin/tsdb/snapshot",
                        "/otlp/v1/metrics",
                        "/status/self_metrics",
                        "/openapi.yaml",
                        "/search/metric_names",
                        "/search/label_names",
                        "/search/label_values")) {
            ask(path, List.of("match[]=" + ALL), false);
        }
    }

    private void ask(String path, List<String> forms, boolean own) {
        asks.put(path, new Ask(forms, own));
    }

    private static List<String> with(String before, List<String> texts, String after) {
        return texts.stream().map(text -> before + text + after).toList();
    }
}

package io.tributary.server.query;

import io.tributary.format.json.JsonWriter;
import io.tributary.promql.engine.explain.PlanNode;
import java.io.IOException;
import java.util.Locale;

/// How what a query would do is told.
///
/// ```
/// {"name":"rate","kind":"stream","steps":61,"ahead":true,"series":2,"bytes":632,"inputs":[
///   {"name":"m[5m]","kind":"stream","steps":61,"ahead":false,"series":2,"bytes":632,
///    "selects":{"matchers":"{__name__=\"m\"}","after":1699999400,"to":1700000000,"series":2,
///               "counted":false,"readers":1},
///    "inputs":[]}]}
/// ```
///
/// `series` and `bytes` are left out where they depend on samples.
final class PlanJson {
    private PlanJson() {}

    static void write(JsonWriter json, PlanNode node) throws IOException {
        json.beginObject().name("name").htmlSafe(node.name());
        json.name("kind").string(node.kind().name().toLowerCase(Locale.ROOT));
        json.name("steps").number(node.steps()).name("ahead").bool(node.ahead());
        if (node.series().isPresent()) {
            json.name("series").number(node.series().getAsLong());
        }
        if (node.bytes().isPresent()) {
            json.name("bytes").number(node.bytes().getAsLong());
        }
        if (node.selected().isPresent()) {
            json.name("selects");
            write(json, node.selected().get());
        }
        json.name("inputs").beginArray();
        for (PlanNode child : node.children()) {
            write(json, child);
        }
        json.endArray().endObject();
    }

    private static void write(JsonWriter json, PlanNode.Selected selected) throws IOException {
        json.beginObject().name("matchers").htmlSafe(selected.selector());
        json.name("after").timestamp(selected.afterMillis());
        json.name("to").timestamp(selected.toMillis());
        json.name("series").number(selected.series());
        json.name("counted").bool(selected.counted());
        json.name("readers").number(selected.readers()).endObject();
    }
}

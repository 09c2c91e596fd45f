package io.tributary.server.query;

import io.tributary.format.json.JsonWriter;
import io.tributary.promql.engine.explain.Plan;
import io.tributary.promql.engine.explain.PlanMemory;
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
/// `series` and `bytes` are left out where they depend on samples. Behind the inputs of the
/// outermost stands what all of it takes, estimated:
///
/// ```
/// "memory":{"limitBytes":67108864,"selectedBytes":1300,"neededBytes":4516,"atLeast":false,"slices":1}
/// ```
final class PlanJson {
    private PlanJson() {}

    static void write(JsonWriter json, Plan plan) throws IOException {
        begin(json, plan.root());
        PlanMemory memory = plan.memory();
        json.name("memory").beginObject();
        json.name("limitBytes").number(memory.limitBytes());
        json.name("selectedBytes").number(memory.selectedBytes());
        json.name("neededBytes").number(memory.neededBytes());
        json.name("atLeast").bool(memory.isLeast());
        json.name("slices").number(memory.slices()).endObject();
        json.endObject();
    }

    private static void write(JsonWriter json, PlanNode node) throws IOException {
        begin(json, node);
        json.endObject();
    }

    private static void begin(JsonWriter json, PlanNode node) throws IOException {
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
        json.endArray();
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

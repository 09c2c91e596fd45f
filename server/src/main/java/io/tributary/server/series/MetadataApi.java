package io.tributary.server.series;

import io.tributary.format.json.JsonWriter;
import io.tributary.model.Utf8Order;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.notes.FamilyMetadata;
import io.tributary.runtime.http.HttpAnswer;
import io.tributary.server.api.ApiAnswer;
import io.tributary.server.api.ApiParameters;
import io.tributary.server.door.ApiRoute;
import io.tributary.server.door.ApiRoutes;
import io.tributary.server.door.ApiRoutes.Kind;
import io.tributary.server.door.QuestionBudgets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/// `metadata`: what metric families say of themselves. Families stand in the order of their names;
/// upstream's have none, so that where there are more than `limit` it cuts by chance.
public final class MetadataApi {
    private final QuestionBudgets budgets;

    public MetadataApi(QuestionBudgets budgets) {
        this.budgets = budgets;
    }

    public void addTo(ApiRoutes routes) {
        routes.scoped(
                Kind.STORED,
                "GET",
                "/metadata",
                "`metric`, `limit`, `limit_per_metric`",
                this::metadata);
    }

    private HttpAnswer metadata(ApiRoute.Request request) {
        ApiParameters parameters = request.parameters();
        OptionalLong limit = parameters.number("limit");
        OptionalLong perFamily = parameters.number("limit_per_metric");
        String metric = parameters.text("metric");
        Map<String, List<FamilyMetadata>> families = new TreeMap<>(Utf8Order::compare);
        try (ReadBudget budget = budgets.open(request)) {
            for (FamilyMetadata metadata :
                    request.doors().metadata().metadata(request.scope(), budget)) {
                if (metric.isEmpty() || metric.equals(metadata.family())) {
                    families.computeIfAbsent(metadata.family(), _ -> new ArrayList<>())
                            .add(metadata);
                }
            }
        }
        return ApiAnswer.success(json -> write(json, families, limit, perFamily));
    }

    /// Upstream takes a limit below 0 for none, a limit of 0 for nothing, and one of a family below
    /// 1 for none.
    private static void write(
            JsonWriter json,
            Map<String, List<FamilyMetadata>> families,
            OptionalLong limit,
            OptionalLong perFamily)
            throws IOException {
        long familiesMax = limit.orElse(-1) < 0 ? Long.MAX_VALUE : limit.getAsLong();
        long entriesMax = perFamily.orElse(0) < 1 ? Long.MAX_VALUE : perFamily.getAsLong();
        json.beginObject();
        long written = 0;
        for (Map.Entry<String, List<FamilyMetadata>> family : families.entrySet()) {
            if (written++ == familiesMax) {
                break;
            }
            List<FamilyMetadata> entries = family.getValue();
            json.htmlSafeName(family.getKey()).beginArray();
            int count = (int) Math.min(entriesMax, entries.size());
            for (FamilyMetadata entry : entries.subList(0, count)) {
                json.beginObject().name("type").string(entry.type().word());
                json.name("unit").htmlSafe(entry.unit());
                json.name("help").htmlSafe(entry.help()).endObject();
            }
            json.endArray();
        }
        json.endObject();
    }
}

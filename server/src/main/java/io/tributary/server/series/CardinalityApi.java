package io.tributary.server.series;

import io.tributary.format.json.JsonWriter;
import io.tributary.model.flow.ExtentSource;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.Selector;
import io.tributary.model.flow.SeriesView;
import io.tributary.runtime.http.HttpAnswer;
import io.tributary.runtime.http.HttpRefusalException;
import io.tributary.server.api.ApiAnswer;
import io.tributary.server.api.ApiParameters;
import io.tributary.server.api.ApiTime;
import io.tributary.server.door.ApiRoute;
import io.tributary.server.door.ApiRoutes;
import io.tributary.server.door.ApiRoutes.Kind;
import io.tributary.server.door.QuestionBudgets;
import java.io.IOException;
import java.util.List;

/// `status/tsdb`: how many series and chunks there are, since when, and which labels make series
/// many. Counted anew for each question, over the series that its caller may read.
public final class CardinalityApi {
    private static final int BAD_REQUEST = 400;
    private static final int LIMIT = 10;
    private static final int LIMIT_MAX = 10_000;

    private final QuestionBudgets budgets;

    public CardinalityApi(QuestionBudgets budgets) {
        this.budgets = budgets;
    }

    public void addTo(ApiRoutes routes) {
        routes.scoped(
                Kind.STORED,
                "GET",
                "/status/tsdb",
                "`limit` (10, at most 10,000); `headStats` are of all that is stored of the caller's series",
                this::status);
    }

    private HttpAnswer status(ApiRoute.Request request) throws IOException {
        int limit = limit(request.parameters());
        Cardinality cardinality;
        ExtentSource.Extent extent;
        Selector all = new Selector(List.of(), ApiTime.START_MILLIS - 1, ApiTime.END_MILLIS);
        try (ReadBudget budget = budgets.open(request)) {
            try (SeriesView view =
                    request.doors().source().select(request.scope(), List.of(all), budget)) {
                cardinality = Cardinality.of(view, budget, limit);
                view.awaitDurable();
            }
            extent = request.doors().extents().extent(request.scope(), budget);
        }
        return ApiAnswer.success(json -> write(json, cardinality, extent));
    }

    private static int limit(ApiParameters parameters) {
        if (!parameters.has("limit")) {
            return LIMIT;
        }
        long limit;
        try {
            limit = parameters.number("limit").orElse(LIMIT);
        } catch (HttpRefusalException e) {
            limit = 0;
        }
        if (limit < 1) {
            throw new HttpRefusalException(BAD_REQUEST, "limit must be a positive number");
        }
        if (limit > LIMIT_MAX) {
            throw new HttpRefusalException(BAD_REQUEST, "limit must not exceed " + LIMIT_MAX);
        }
        return (int) limit;
    }

    private static void write(JsonWriter json, Cardinality cardinality, ExtentSource.Extent extent)
            throws IOException {
        json.beginObject().name("headStats").beginObject();
        json.name("numSeries").number(cardinality.seriesCount());
        json.name("numLabelPairs").number(cardinality.pairCount());
        json.name("chunkCount").number(extent.chunkCount());
        json.name("minTime").number(extent.minMillis());
        json.name("maxTime").number(extent.maxMillis()).endObject();
        write(json, "seriesCountByMetricName", cardinality.seriesByName());
        write(json, "labelValueCountByLabelName", cardinality.valuesByLabel());
        write(json, "memoryInBytesByLabelName", cardinality.bytesByLabel());
        write(json, "seriesCountByLabelValuePair", cardinality.seriesByPair());
        json.endObject();
    }

    private static void write(JsonWriter json, String name, List<LabelCounts.Count> counts)
            throws IOException {
        json.name(name).beginArray();
        for (LabelCounts.Count count : counts) {
            json.beginObject().name("name").htmlSafe(count.name());
            json.name("value").number(count.value()).endObject();
        }
        json.endArray();
    }
}

package io.tributary.server.series;

import io.tributary.format.json.JsonWriter;
import io.tributary.model.Matcher;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.Selector;
import io.tributary.model.notes.Exemplar;
import io.tributary.model.notes.SeriesExemplars;
import io.tributary.promql.parser.ParseException;
import io.tributary.promql.parser.Parser;
import io.tributary.promql.parser.ParserOptions;
import io.tributary.runtime.http.HttpAnswer;
import io.tributary.runtime.http.HttpRefusalException;
import io.tributary.server.api.ApiAnswer;
import io.tributary.server.api.ApiParameters;
import io.tributary.server.api.ApiTime;
import io.tributary.server.door.ApiRoute;
import io.tributary.server.door.ApiRoutes;
import io.tributary.server.door.ApiRoutes.Kind;
import io.tributary.server.door.QuestionBudgets;
import io.tributary.server.query.ScopeLimits;
import java.io.IOException;
import java.util.List;

/// `query_exemplars`: the exemplars of all series that the selectors of a query match, whatever the
/// query does with them.
public final class ExemplarApi {
    private static final int BAD_REQUEST = 400;
    private static final int NO_CONTENT = 204;

    private final QuestionBudgets budgets;
    private final ScopeLimits limits;

    public ExemplarApi(QuestionBudgets budgets, ScopeLimits limits) {
        this.budgets = budgets;
        this.limits = limits;
    }

    public void addTo(ApiRoutes routes) {
        routes.scoped(
                Kind.STORED,
                "GET, POST",
                "/query_exemplars",
                "`query`, `start`, `end`",
                this::exemplars);
    }

    private HttpAnswer exemplars(ApiRoute.Request request) {
        ApiParameters parameters = request.parameters();
        long start = parameters.timeMillis("start", ApiTime.START_MILLIS);
        long end = parameters.timeMillis("end", ApiTime.END_MILLIS);
        if (end < start) {
            throw new HttpRefusalException(
                    BAD_REQUEST, "end timestamp must not be before start timestamp");
        }
        List<List<Matcher>> selectors =
                selectors(parameters.query(), limits.of(request).terms().syntax());
        if (selectors.isEmpty()) {
            return HttpAnswer.empty(NO_CONTENT);
        }
        // A selector leaves its start out; a range of the API has it in.
        List<Selector> asked =
                selectors.stream().map(of -> new Selector(of, start - 1, end)).toList();
        List<SeriesExemplars> found;
        try (ReadBudget budget = budgets.open(request)) {
            found = request.doors().exemplars().exemplars(request.scope(), asked, budget);
        }
        return ApiAnswer.success(json -> write(json, found));
    }

    private static List<List<Matcher>> selectors(String query, ParserOptions syntax) {
        try {
            return QuerySelectors.of(Parser.parse(query, syntax));
        } catch (ParseException e) {
            throw new HttpRefusalException(BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private static void write(JsonWriter json, List<SeriesExemplars> found) throws IOException {
        json.beginArray();
        for (SeriesExemplars series : found) {
            json.beginObject().name("seriesLabels");
            ApiAnswer.writeLabels(json, series.series());
            json.name("exemplars").beginArray();
            for (Exemplar exemplar : series.exemplars()) {
                json.beginObject().name("labels");
                ApiAnswer.writeLabels(json, exemplar.labels());
                json.name("value").sample(Double.longBitsToDouble(exemplar.valueBits()));
                json.name("timestamp").timestamp(exemplar.timeMillis()).endObject();
            }
            json.endArray().endObject();
        }
        json.endArray();
    }
}

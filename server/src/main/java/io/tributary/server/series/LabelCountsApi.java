package io.tributary.server.series;

import io.tributary.format.json.JsonWriter;
import io.tributary.model.GoQuote;
import io.tributary.model.Labels;
import io.tributary.model.Matcher;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.Selector;
import io.tributary.model.flow.SeriesView;
import io.tributary.promql.parser.ParseException;
import io.tributary.promql.parser.Parser;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;

/// Mimir's `cardinality/label_names`, `label_values` and `active_series`: counted anew for each
/// question, over the series that its caller may read. Their JSON has no envelope, as Mimir's.
public final class LabelCountsApi {
    private static final int BAD_REQUEST = 400;
    private static final int LIMIT = 20;
    private static final int LIMIT_MAX = 500;
    private static final List<String> METHODS = List.of("", "inmemory", "active");
    private static final String PARAMETERS =
            "`selector`, `limit` (20, at most 500), `count_method`";

    private final QuestionBudgets budgets;
    private final ScopeLimits limits;

    public LabelCountsApi(QuestionBudgets budgets, ScopeLimits limits) {
        this.budgets = budgets;
        this.limits = limits;
    }

    public void addTo(ApiRoutes routes) {
        routes.scoped(
                        Kind.OWN,
                        "GET, POST",
                        "/cardinality/label_names",
                        PARAMETERS + ": how many values each label has, as Mimir tells it",
                        this::labelNames)
                .scoped(
                        Kind.OWN,
                        "GET, POST",
                        "/cardinality/label_values",
                        "`label_names[]`, "
                                + PARAMETERS
                                + ": how many series each value has, likewise",
                        this::labelValues)
                .scoped(
                        Kind.OWN,
                        "GET, POST",
                        "/cardinality/active_series",
                        "`selector`: the labels of the series there are, likewise",
                        this::activeSeries);
    }

    private HttpAnswer labelNames(ApiRoute.Request request) throws IOException {
        int limit = limit(request.parameters());
        LabelCounts counts = counts(request);
        List<LabelCounts.Count> names = counts.valuesByLabel();
        long total = names.stream().mapToLong(LabelCounts.Count::value).sum();
        return ApiAnswer.bare(json -> {
            json.beginObject().name("label_values_count_total").number(total);
            json.name("label_names_count").number(names.size());
            json.name("cardinality").beginArray();
            for (LabelCounts.Count name : LabelCounts.largest(names, limit)) {
                json.beginObject().name("label_name").string(name.name());
                json.name("label_values_count").number(name.value()).endObject();
            }
            json.endArray().endObject();
        });
    }

    private HttpAnswer labelValues(ApiRoute.Request request) throws IOException {
        int limit = limit(request.parameters());
        List<String> asked = request.parameters().parameters().all("label_names[]");
        if (asked.isEmpty()) {
            throw new HttpRefusalException(BAD_REQUEST, "'label_names[]' param is required");
        }
        for (String name : asked) {
            if (name.isEmpty()) {
                throw new HttpRefusalException(
                        BAD_REQUEST, "invalid 'label_names' param " + GoQuote.quote(name));
            }
        }
        LabelCounts counts = counts(request);
        List<OfLabel> labels = new ArrayList<>();
        new TreeSet<>(asked).forEach(name -> labels.add(OfLabel.of(name, counts)));
        labels.sort(Comparator.comparingLong(OfLabel::series).reversed());
        return ApiAnswer.bare(json -> {
            json.beginObject().name("series_count_total").number(counts.seriesCount());
            json.name("labels").beginArray();
            for (OfLabel label : labels) {
                write(json, label, limit);
            }
            json.endArray().endObject();
        });
    }

    private HttpAnswer activeSeries(ApiRoute.Request request) throws IOException {
        if (!request.parameters().has("selector")) {
            throw new HttpRefusalException(BAD_REQUEST, "missing 'selector' parameter");
        }
        List<Labels> series;
        try (ReadBudget budget = budgets.open(request)) {
            series =
                    limits.source(request)
                            .series(request.scope(), List.of(selector(request)), budget);
        }
        return ApiAnswer.bare(json -> {
            json.beginObject().name("data").beginArray();
            for (Labels labels : series) {
                ApiAnswer.writeLabels(json, labels);
            }
            json.endArray().endObject();
        });
    }

    /// The values of one label.
    private record OfLabel(String name, long series, List<LabelCounts.Count> values) {
        static OfLabel of(String name, LabelCounts counts) {
            List<LabelCounts.Count> values = counts.valuesOf(name);
            long series = values.stream().mapToLong(LabelCounts.Count::value).sum();
            return new OfLabel(name, series, values);
        }
    }

    private LabelCounts counts(ApiRoute.Request request) throws IOException {
        String method = request.parameters().text("count_method");
        if (!METHODS.contains(method)) {
            throw new HttpRefusalException(
                    BAD_REQUEST,
                    "invalid 'count_method' param %s: expected active or inmemory, which are the same here"
                            .formatted(GoQuote.quote(method)));
        }
        try (ReadBudget budget = budgets.open(request);
                SeriesView view =
                        request.doors()
                                .source()
                                .select(request.scope(), List.of(selector(request)), budget)) {
            LabelCounts counts = LabelCounts.of(view, budget);
            view.awaitDurable();
            return counts;
        }
    }

    private Selector selector(ApiRoute.Request request) {
        List<String> given = request.parameters().parameters().all("selector");
        if (given.size() > 1) {
            throw new HttpRefusalException(
                    BAD_REQUEST, "multiple 'selector' params are not allowed");
        }
        List<Matcher> matchers = given.isEmpty() ? List.of() : parsed(request, given.getFirst());
        return new Selector(matchers, ApiTime.START_MILLIS - 1, ApiTime.END_MILLIS);
    }

    private List<Matcher> parsed(ApiRoute.Request request, String selector) {
        try {
            List<List<Matcher>> all =
                    QuerySelectors.of(Parser.parse(selector, limits.of(request).terms().syntax()));
            if (all.size() == 1) {
                return all.getFirst();
            }
        } catch (ParseException e) {
            throw new HttpRefusalException(
                    BAD_REQUEST, "failed to parse selector: " + e.getMessage());
        }
        throw new HttpRefusalException(
                BAD_REQUEST, "failed to parse selector: expected one, as in {job=\"node\"}");
    }

    private static int limit(ApiParameters parameters) {
        if (!parameters.has("limit")) {
            return LIMIT;
        }
        OptionalLong limit = parameters.number("limit");
        if (limit.isEmpty() || limit.getAsLong() < 0 || limit.getAsLong() > LIMIT_MAX) {
            throw new HttpRefusalException(
                    BAD_REQUEST, "'limit' param must be from 0 to " + LIMIT_MAX);
        }
        return (int) limit.getAsLong();
    }

    private static void write(JsonWriter json, OfLabel label, int limit) throws IOException {
        json.beginObject().name("label_name").string(label.name());
        json.name("label_values_count").number(label.values().size());
        json.name("series_count").number(label.series());
        json.name("cardinality").beginArray();
        for (LabelCounts.Count value : LabelCounts.largest(label.values(), limit)) {
            json.beginObject().name("label_value").string(value.name());
            json.name("series_count").number(value.value()).endObject();
        }
        json.endArray().endObject();
    }
}

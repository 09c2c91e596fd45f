package io.tributary.server.series;

import io.tributary.model.GoQuote;
import io.tributary.model.Labels;
import io.tributary.model.Matcher;
import io.tributary.model.Utf8Order;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.Selector;
import io.tributary.promql.engine.replicas.ReplicaLabels;
import io.tributary.runtime.http.HttpAnswer;
import io.tributary.runtime.http.HttpRefusalException;
import io.tributary.server.api.ApiAnswer;
import io.tributary.server.api.ApiParameters;
import io.tributary.server.api.ApiTime;
import io.tributary.server.api.EscapedName;
import io.tributary.server.door.ApiRoute;
import io.tributary.server.door.ApiRoutes;
import io.tributary.server.door.ApiRoutes.Kind;
import io.tributary.server.door.QuestionBudgets;
import io.tributary.server.ha.HaPairs;
import io.tributary.server.query.ScopeLimits;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// `series`, `labels` and `label/<name>/values`: which series there are in a time range.
public final class SeriesApi {
    private static final List<String> TRUNCATED = List.of(ApiAnswer.TRUNCATED);

    /// The bytes of a reference and a node of the set that label names and values are gathered in.
    private static final int ELEMENT_BYTES = 64;

    private static final String RANGE = "`start`, `end`, `limit`";

    private final QuestionBudgets budgets;
    private final ScopeLimits limits;
    private final HaPairs pairs;

    public SeriesApi(QuestionBudgets budgets, ScopeLimits limits, HaPairs pairs) {
        this.budgets = budgets;
        this.limits = limits;
        this.pairs = pairs;
    }

    public void addTo(ApiRoutes routes) {
        routes.scoped(
                        Kind.STORED,
                        "GET, POST",
                        "/series",
                        "`match[]` (at least one), " + RANGE + ", " + HaPairs.PARAMETERS,
                        this::series)
                .scoped(Kind.STORED, "GET, POST", "/labels", "`match[]`, " + RANGE, this::labels)
                .scoped(
                        Kind.STORED,
                        "GET",
                        "/label/{name}/values",
                        "`match[]`, " + RANGE,
                        this::labelValues);
    }

    private HttpAnswer series(ApiRoute.Request request) throws IOException {
        ApiParameters parameters = request.parameters();
        if (parameters.parameters().all("match[]").isEmpty()) {
            throw new HttpRefusalException(400, "no match[] parameter provided");
        }
        OptionalInt limit = parameters.limit();
        ReplicaLabels replicas = pairs.replicas(request);
        List<Labels> found;
        try (ReadBudget budget = budgets.open(request)) {
            found =
                    limits.source(request)
                            .series(request.scope(), selectors(request, true), budget);
            found = together(found, replicas, budget);
        }
        boolean truncated = limit.isPresent() && found.size() > limit.getAsInt();
        return ApiAnswer.labelSets(
                truncated ? found.subList(0, limit.getAsInt()) : found,
                truncated ? TRUNCATED : List.of());
    }

    /// Each series that replicas are together, once.
    private static List<Labels> together(
            List<Labels> found, ReplicaLabels replicas, ReadBudget budget) {
        if (replicas.isNone()) {
            return found;
        }
        budget.take(
                (long) ReplicaLabels.LABELS_BYTES * found.size(),
                "labels without those of replicas");
        TreeSet<Labels> together = new TreeSet<>();
        found.forEach(labels -> together.add(replicas.without(labels)));
        return List.copyOf(together);
    }

    private HttpAnswer labels(ApiRoute.Request request) throws IOException {
        OptionalInt limit = request.parameters().limit();
        try (ReadBudget budget = budgets.open(request)) {
            Set<String> names =
                    limits.source(request)
                            .labelNames(request.scope(), selectors(request, false), budget);
            return texts(names, limit, budget);
        }
    }

    private HttpAnswer labelValues(ApiRoute.Request request) throws IOException {
        String name = EscapedName.unescape(request.exchange().pathParameter());
        if (name.isEmpty() || name.indexOf('\uFFFD') >= 0) {
            throw new HttpRefusalException(400, "invalid label name: " + GoQuote.quote(name));
        }
        OptionalInt limit = request.parameters().limit();
        try (ReadBudget budget = budgets.open(request)) {
            Set<String> values =
                    limits.source(request)
                            .labelValues(request.scope(), name, selectors(request, false), budget);
            return texts(values, limit, budget);
        }
    }

    private static HttpAnswer texts(Set<String> found, OptionalInt limit, ReadBudget budget) {
        budget.take((long) ELEMENT_BYTES * found.size(), "labels");
        TreeSet<String> texts = new TreeSet<>(Utf8Order::compare);
        texts.addAll(found);
        boolean truncated = limit.isPresent() && texts.size() > limit.getAsInt();
        Stream<String> shown = truncated ? texts.stream().limit(limit.getAsInt()) : texts.stream();
        return ApiAnswer.texts(shown.toList(), truncated ? TRUNCATED : List.of());
    }

    /// The selectors of a request, or one for everything where none is given.
    private static List<Selector> selectors(ApiRoute.Request request, boolean namesParameter)
            throws IOException {
        ApiParameters parameters = request.parameters();
        long start = parameters.timeMillis("start", ApiTime.START_MILLIS);
        long end = parameters.timeMillis("end", ApiTime.END_MILLIS);
        List<List<Matcher>> selectors = parameters.selectors(namesParameter);
        List<List<Matcher>> asked = selectors.isEmpty() ? List.of(List.of()) : selectors;
        // A selector leaves its start out; a range of the API has it in.
        return asked.stream().map(matchers -> new Selector(matchers, start - 1, end)).toList();
    }
}

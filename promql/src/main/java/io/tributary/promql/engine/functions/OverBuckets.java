package io.tributary.promql.engine.functions;

import io.tributary.model.GoQuote;
import io.tributary.model.Label;
import io.tributary.model.Labels;
import io.tributary.model.text.GoFloatReader;
import io.tributary.promql.engine.numeric.ClassicHistogram;
import io.tributary.promql.engine.operator.Column;
import io.tributary.promql.engine.operator.Kind;
import io.tributary.promql.engine.operator.Operator;
import io.tributary.promql.engine.operator.QueryContext;
import io.tributary.promql.engine.operator.ScalarArguments;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/// `histogram_quantile` and `histogram_fraction` over classic buckets: all series that differ only
/// in `le` are one histogram. Holds the columns of all buckets, since those of one histogram need
/// not stand together.
final class OverBuckets implements Operator {
    private static final String BUCKET_LABEL = "le";

    /// What is asked of each histogram.
    enum Question {
        /// One argument: the share of the observations.
        QUANTILE,
        /// Two arguments: the bounds.
        FRACTION
    }

    private record Bucket(int series, double upperBound) {}

    private record Group(Labels labels, String metric, List<Bucket> buckets) {}

    private final QueryContext context;
    private final Question question;
    private final Operator input;
    private final ScalarArguments arguments;
    private final String quantilePlace;
    private final String place;
    private final ClassicHistogram histogram = new ClassicHistogram();
    private final ForcedMonotonicity forced;
    private final List<Column> columns = new ArrayList<>();
    private final Map<Integer, String> badBounds = new LinkedHashMap<>();
    private List<Group> groups = List.of();
    private List<Labels> inputShape = List.of();
    private boolean shaped;
    private boolean loaded;
    private int nextGroup;

    OverBuckets(
            QueryContext context,
            Question question,
            Operator input,
            ScalarArguments arguments,
            String quantilePlace,
            String place,
            ForcedMonotonicity forced) {
        this.context = context;
        this.question = question;
        this.input = input;
        this.arguments = arguments;
        this.quantilePlace = quantilePlace;
        this.place = place;
        this.forced = forced;
    }

    @Override
    public Kind kind() {
        return Kind.FOLD;
    }

    @Override
    public List<Labels> shape() throws IOException {
        if (!shaped) {
            shaped = true;
            inputShape = input.shape();
            group();
        }
        if (groups.isEmpty()) {
            return SILENT;
        }
        return groups.stream().map(Group::labels).toList();
    }

    @Override
    public void next(Column into) throws IOException {
        load(into.steps());
        into.clear();
        if (groups.isEmpty()) {
            return;
        }
        Group group = groups.get(nextGroup++);
        into.dropsName(true);
        for (int step = 0; step < into.steps(); step++) {
            histogram.clear();
            for (Bucket bucket : group.buckets()) {
                Column column = columns.get(bucket.series());
                if (column.isPresent(step)) {
                    histogram.add(bucket.upperBound(), column.value(step));
                }
            }
            if (histogram.size() > 0) {
                into.set(step, answer(arguments.at(step)));
                if (histogram.forcedMonotonic()) {
                    forced.add(toldName(group.metric()), step, histogram);
                }
            }
        }
    }

    private double answer(double[] values) {
        return switch (question) {
            case QUANTILE -> histogram.quantile(values[0]);
            case FRACTION -> histogram.fraction(values[0], values[1]);
        };
    }

    private void group() {
        Map<Labels, Group> found = new LinkedHashMap<>();
        for (int i = 0; i < inputShape.size(); i++) {
            Labels labels = inputShape.get(i);
            String bound = labels.value(BUCKET_LABEL);
            OptionalDouble upperBound = GoFloatReader.read(bound);
            if (upperBound.isEmpty()) {
                badBounds.put(i, bound);
                continue;
            }
            Labels signature = labels.without(Set.of(BUCKET_LABEL));
            found.computeIfAbsent(
                            signature,
                            key -> new Group(named(key), key.metricName(), new ArrayList<>()))
                    .buckets()
                    .add(new Bucket(i, upperBound.getAsDouble()));
        }
        groups = List.copyOf(found.values());
    }

    private Labels named(Labels signature) {
        return context.namesRemovedLate() ? signature : QueryContext.dropName(signature);
    }

    /// The metric's name is told only where names are still there at this point.
    private String toldName(String metric) {
        return context.namesRemovedLate() ? metric : "";
    }

    private void load(int steps) throws IOException {
        if (loaded) {
            return;
        }
        loaded = true;
        for (int step = 0; step < steps && question == Question.QUANTILE; step++) {
            context.annotations().checkQuantile(arguments.at(step)[0], quantilePlace);
        }
        for (int i = 0; i < inputShape.size(); i++) {
            context.check();
            Column column = context.column(steps, "the buckets of histograms");
            input.next(column);
            columns.add(column);
            String badBound = badBounds.get(i);
            if (badBound != null && !column.isEmpty()) {
                warnOfBound(inputShape.get(i).value(Label.METRIC_NAME), badBound);
            }
        }
    }

    private void warnOfBound(String metric, String bound) {
        String name = toldName(metric);
        context.annotations()
                .warn(
                        "bucket label \"le\" is missing or has a malformed value of "
                                + GoQuote.quote(bound)
                                + (name.isEmpty() ? "" : " for metric name \"" + name + "\""),
                        place);
    }
}

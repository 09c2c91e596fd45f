package io.tributary.promql.engine.range;

import io.tributary.model.GoQuote;
import io.tributary.model.Labels;
import io.tributary.promql.engine.operator.Place;
import io.tributary.promql.engine.operator.QueryContext;

/// Says where the rate is asked for of what seems to be no counter: by the end of the name, or by
/// the label `__type__` where that is to be trusted.
final class CounterCheck {
    private static final String TYPE = "__type__";

    private final QueryContext context;
    private final Place place;

    /// The name and type that were looked at last: nearly always the next series', too.
    private String lastName = "";

    private String lastType = "";

    /// @param place where the range stands in the query
    CounterCheck(QueryContext context, Place place) {
        this.context = context;
        this.place = place;
    }

    void check(Labels series) {
        String name = series.metricName();
        String type = context.semantics().typeAndUnitLabels() ? series.value(TYPE) : "";
        if (name.isEmpty() || (name.equals(lastName) && type.equals(lastType))) {
            return;
        }
        lastName = name;
        lastType = type;
        if (!context.semantics().typeAndUnitLabels()) {
            checkName(name);
        } else if (!type.equals("counter") && !type.equals("histogram")) {
            context.annotations()
                    .info(
                            "metric might not be a counter, __type__ label is not set to"
                                    + " \"counter\" or \"histogram\", got %s: %s"
                                            .formatted(GoQuote.quote(type), GoQuote.quote(name)),
                            place);
        }
    }

    private void checkName(String name) {
        if (!name.endsWith("_total")
                && !name.endsWith("_sum")
                && !name.endsWith("_count")
                && !name.endsWith("_bucket")) {
            context.annotations()
                    .info(
                            "metric might not be a counter, name does not end in"
                                    + " _total/_sum/_count/_bucket: "
                                    + GoQuote.quote(name),
                            place);
        }
    }
}

package io.tributary.promql.engine.functions;

import io.tributary.model.Label;
import io.tributary.model.Labels;
import io.tributary.model.relabel.Regex;
import io.tributary.promql.engine.operator.Column;
import io.tributary.promql.engine.operator.EvaluationException;
import io.tributary.promql.engine.operator.Kind;
import io.tributary.promql.engine.operator.Lane;
import io.tributary.promql.engine.operator.Operator;
import io.tributary.promql.engine.operator.QueryContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/// `label_replace` and `label_join`: one label of each series is written anew; values are left as
/// they are.
final class Relabeled implements Operator {
    /// The new value of the label; empty where the series stays as it is.
    private interface Rewrite {
        Optional<String> value(Labels labels);
    }

    /// Longest value that is made. Labels that come in have 2 KiB.
    private static final int VALUE_CHARS_MAX = 1 << 20;

    private final QueryContext context;
    private final Operator input;
    private final String target;
    private final Rewrite rewrite;
    private final BitSet named = new BitSet();
    private List<Labels> shape = List.of();
    private boolean shaped;
    private int nextSeries;

    private Relabeled(QueryContext context, Operator input, String target, Rewrite rewrite) {
        this.context = context;
        this.input = input;
        this.target = target;
        this.rewrite = rewrite;
    }

    /// `target` becomes `template` with the groups of `regex` where it matches all of `source`.
    static Relabeled replace(
            QueryContext context,
            Operator input,
            String target,
            String template,
            String source,
            Regex regex) {
        long groups = template.chars().filter(c -> c == '$').count();
        return new Relabeled(
                context,
                input,
                target,
                labels -> {
                    String value = labels.value(source);
                    checkLength("label_replace", template.length() + groups * value.length());
                    return regex.expand(value, template);
                });
    }

    /// `target` becomes the values of `sources`, with `separator` between.
    static Relabeled join(
            QueryContext context,
            Operator input,
            String target,
            String separator,
            List<String> sources) {
        return new Relabeled(
                context,
                input,
                target,
                labels -> {
                    List<String> values = sources.stream().map(labels::value).toList();
                    long length = (long) separator.length() * values.size();
                    for (String value : values) {
                        length += value.length();
                    }
                    checkLength("label_join", length);
                    return Optional.of(String.join(separator, values));
                });
    }

    /// Calls within calls double a value each time.
    private static void checkLength(String function, long most) {
        if (most > VALUE_CHARS_MAX) {
            throw new EvaluationException(
                    "%s() would make a label value of up to %d characters, at most %d are made"
                            .formatted(function, most, VALUE_CHARS_MAX));
        }
    }

    @Override
    public Kind kind() {
        return Kind.STREAM;
    }

    @Override
    public List<Labels> shape() throws IOException {
        if (!shaped) {
            shaped = true;
            List<Labels> rewritten = new ArrayList<>();
            for (Labels labels : input.shape()) {
                Optional<String> value = rewrite.value(labels);
                context.check();
                value.ifPresent(made -> context.hold(2L * made.length(), "labels that are made"));
                if (value.isPresent() && target.equals(Label.METRIC_NAME)) {
                    named.set(rewritten.size());
                }
                rewritten.add(
                        value.isEmpty()
                                ? labels
                                : labels.toBuilder().set(target, value.get()).build());
            }
            shape = List.copyOf(rewritten);
        }
        return shape;
    }

    @Override
    public void next(Column into) throws IOException {
        input.next(into);
        keepName(nextSeries++, into);
    }

    @Override
    public Optional<Lane> lane(QueryContext own) throws IOException {
        return input.lane(own)
                .map(values ->
                        (series, into) -> {
                            values.evaluate(series, into);
                            keepName(series, into);
                        });
    }

    private void keepName(int series, Column into) {
        if (named.get(series)) {
            into.dropsName(false);
        }
    }
}

package io.tributary.promql.engine.binary;

import io.tributary.model.Label;
import io.tributary.model.Labels;
import io.tributary.promql.ast.VectorMatching;
import io.tributary.promql.engine.operator.QueryContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which series of two vectors belong together: those of one *signature*, the labels that must be
/// equal.
final class Matching {
    private final VectorMatching rules;
    private final Set<String> names;
    private final Map<Labels, Integer> signatures = new HashMap<>();

    Matching(VectorMatching rules) {
        this.rules = rules;
        Set<String> compared = new HashSet<>(rules.labels());
        if (!rules.on()) {
            compared.add(Label.METRIC_NAME);
        }
        this.names = Set.copyOf(compared);
    }

    /// For each series the number of its signature; equal signatures of both sides have one number.
    int[] number(List<Labels> shape) {
        int[] numbers = new int[shape.size()];
        for (int i = 0; i < numbers.length; i++) {
            Labels labels = shape.get(i);
            Labels signature = rules.on() ? labels.keep(names) : labels.without(names);
            Integer number = signatures.putIfAbsent(signature, signatures.size());
            numbers[i] = number == null ? signatures.size() - 1 : number;
        }
        return numbers;
    }

    int signatureCount() {
        return signatures.size();
    }

    /// The labels that a message names a match group by, and a filled-in side has.
    Labels group(Labels labels) {
        return rules.on() ? labels.keep(names) : labels.without(names);
    }

    /// What the result of a pair is called.
    ///
    /// @param many the side that may have several, the left one of one-to-one
    Labels result(Labels many, Labels one, boolean dropName) {
        Labels base = dropName ? QueryContext.dropName(many) : many;
        if (rules.cardinality() == VectorMatching.Cardinality.ONE_TO_ONE) {
            base = rules.on() ? base.keep(names) : base.without(new ArrayList<>(rules.labels()));
        }
        if (rules.include().isEmpty()) {
            return base;
        }
        Labels.Builder builder = base.toBuilder();
        for (String name : rules.include()) {
            builder.set(name, one.value(name));
        }
        return builder.build();
    }
}

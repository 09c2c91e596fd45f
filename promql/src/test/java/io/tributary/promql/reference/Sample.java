package io.tributary.promql.reference;

import io.tributary.model.Labels;
import io.tributary.promql.reference.data.Value;
import java.util.Set;

/// One series at one step.
///
/// @param timeMillis the step's time; for `timestamp` that of the stored sample
record Sample(Labels labels, boolean dropName, long timeMillis, Value value) {
    private static final Set<String> METADATA = Set.of("__name__", "__type__", "__unit__");

    /// A number without labels.
    static Sample of(double number) {
        return of(Labels.empty(), number);
    }

    static Sample of(Labels labels, double number) {
        return new Sample(labels, false, 0, new Value.Real(number));
    }

    boolean isReal() {
        return value instanceof Value.Real;
    }

    double number() {
        return Window.number(value);
    }

    Sample with(Value other) {
        return new Sample(labels, dropName, timeMillis, other);
    }

    Sample with(double number) {
        return new Sample(labels, dropName, timeMillis, new Value.Real(number));
    }

    Sample with(Labels other) {
        return new Sample(other, dropName, timeMillis, value);
    }

    /// Without its name: at once, or marked so that it goes at the end.
    Sample unnamed(boolean delayed) {
        return new Sample(delayed ? labels : unnamed(labels), true, timeMillis, value);
    }

    static Labels unnamed(Labels labels) {
        return labels.without(METADATA);
    }
}

package io.tributary.model.flow;

import io.tributary.model.Labels;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The way back: where questions about series are answered.
public interface SeriesSource {
    /// Selects for all selectors of a question at one moment: each write is in all of them or in
    /// none.
    ///
    /// The view holds what it needs until it is closed; later writes do not show in it.
    ///
    /// @throws IOException if stored data cannot be read; the message names file and offset
    /// @throws BudgetExceededException if what must be held is over the budget
    SeriesView select(ReadScope scope, List<Selector> selectors, ReadBudget budget)
            throws IOException;

    /// Whether {@link #select} counts series in a scope, where a selector asks for that.
    default boolean counts(ReadScope scope) {
        return false;
    }

    /// Whether {@link #select} in a scope may have shown series with equal labels, side by side,
    /// that are to be made one. Asked behind it.
    default boolean mayRepeat(ReadScope scope) {
        return false;
    }

    /// The label sets of the series that match one selector at least and have samples in its range,
    /// each once, in order. Waits until everything seen is durable.
    List<Labels> series(ReadScope scope, List<Selector> selectors, ReadBudget budget)
            throws IOException;

    /// The names of all labels that such series have, in no order.
    default Set<String> labelNames(ReadScope scope, List<Selector> selectors, ReadBudget budget)
            throws IOException {
        Set<String> names = new HashSet<>();
        for (Labels labels : series(scope, selectors, budget)) {
            labels.asList().forEach(label -> names.add(label.name()));
        }
        return names;
    }

    /// The values that a label has in such series, in no order; those without it do not count.
    default Set<String> labelValues(
            ReadScope scope, String name, List<Selector> selectors, ReadBudget budget)
            throws IOException {
        Set<String> values = new HashSet<>();
        for (Labels labels : series(scope, selectors, budget)) {
            values.add(labels.value(name));
        }
        values.remove("");
        return values;
    }
}

package io.tributary.promql.engine.operator;

import io.tributary.model.Labels;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// A part of a query at work, in two phases: *shape*, the labels of its series in a fixed order,
/// before a sample is read (a {@link Kind#BARRIER} reads all); then *data*, one column for each
/// series of that order.
///
/// A series of the shape may turn out to have no value at any step: it is then as if it were not
/// there. Used by one thread at a time.
public interface Operator {
    /// The shape of an operator that has no series but must be asked for data all the same, because
    /// what it reads may fail the query: one series that never has a value.
    List<Labels> SILENT = List.of(Labels.empty());

    Kind kind();

    /// The output series, the same list at each call.
    ///
    /// @throws IOException if stored data cannot be read
    List<Labels> shape() throws IOException;

    /// A way to evaluate series by their numbers; empty where one series depends on others, or what
    /// it is made of is read once for several readers. Asked for after {@link #shape}, by the
    /// query's thread; such an operator is not asked for its series by {@link #next} as well.
    ///
    /// @param own the context of the thread that will use it
    /// @throws IOException if stored data cannot be read
    default Optional<Lane> lane(QueryContext own) throws IOException {
        return Optional.empty();
    }

    /// Writes the next series' values into `into` (cleared first); called after {@link #shape},
    /// once for each of its series.
    ///
    /// @throws IOException if stored data cannot be read
    void next(Column into) throws IOException;
}

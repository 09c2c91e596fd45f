package io.tributary.promql.engine.select;

import io.tributary.model.Labels;
import io.tributary.model.flow.SampleColumn;
import io.tributary.promql.engine.operator.Grid;
import io.tributary.promql.engine.operator.Operator;
import io.tributary.promql.engine.operator.QueryContext;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Where the samples of a range function come from: a selector with a range, or a subquery.
public interface RangeInput {
    /// The series, the same list at each call.
    List<Labels> shape() throws IOException;

    /// Whether its samples are stored ones, not computed.
    boolean isStored();

    /// The next series' samples, without staleness markers. Valid until the next call; not to be
    /// changed.
    ///
    /// @throws IOException if stored data cannot be read
    SampleColumn next() throws IOException;

    /// Whether the name of the series given last is to be dropped already.
    boolean dropsName();

    /// As {@link io.tributary.promql.engine.operator.Operator#lane}.
    Optional<RangeLane> lane(QueryContext own) throws IOException;

    /// Reads series by their numbers, for one thread.
    interface RangeLane {
        /// The samples of one series, as {@link RangeInput#next} gives them.
        ///
        /// @throws IOException if stored data cannot be read
        SampleColumn read(int series) throws IOException;

        /// Whether the name of the series read last is to be dropped already.
        boolean dropsName();
    }

    /// The values of an operator, which was planned on `grid`, as samples.
    static RangeInput of(QueryContext context, Operator operator, Grid grid) {
        return new Subquery(context, operator, grid);
    }

    /// A selector's samples.
    ///
    /// @param countsOnly whether count and sum are all that is asked of histograms
    static RangeInput of(Selection selection, boolean countsOnly) {
        return new SelectedRange(selection, countsOnly);
    }
}

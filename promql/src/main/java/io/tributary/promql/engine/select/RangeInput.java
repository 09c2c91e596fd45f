package io.tributary.promql.engine.select;

import io.tributary.model.Labels;
import io.tributary.model.flow.SampleColumn;
import java.io.IOException;
import java.util.List;

/// Where the samples of a range function come from: a selector with a range, or a subquery.
public interface RangeInput {
    /// The series, the same list at each call.
    List<Labels> shape() throws IOException;

    /// Puts the next series' samples, without staleness markers, into `into`, emptied first.
    ///
    /// @return whether the series' name is to be dropped already
    boolean next(SampleColumn into) throws IOException;

    /// A selector's samples.
    static RangeInput of(Selection selection) {
        return new SelectedRange(selection);
    }
}

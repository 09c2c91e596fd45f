package io.tributary.promql.engine.select;

import io.tributary.model.Labels;
import io.tributary.model.flow.SampleColumn;
import java.io.IOException;
import java.util.List;

/// The samples of a selector with a range.
final class SelectedRange implements RangeInput {
    private final Selection selection;
    private final SampleColumn scratch = new SampleColumn();
    private int nextSeries;

    SelectedRange(Selection selection) {
        this.selection = selection;
    }

    @Override
    public List<Labels> shape() {
        return selection.labels();
    }

    @Override
    public boolean next(SampleColumn into) throws IOException {
        selection.readValues(nextSeries++, scratch, into);
        return false;
    }
}

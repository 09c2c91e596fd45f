package io.tributary.gateway.tenants;

import io.tributary.model.Labels;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.Selector;
import io.tributary.model.flow.SeriesSource;
import io.tributary.model.flow.SeriesView;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/// A source in which series with equal labels are one: of several tenants, in a view or where a
/// tenant has something that was released from quarantine, or of one tenant, where some of their
/// labels were stamped on the one and sent with the other. Of each time there is one sample: that
/// of the tenant that stands first in the scope, and within a tenant always of the same series.
///
/// Costs: where the source says that there may be such series, a comparison of each with its
/// neighbour; where there are, a number for each, and the samples of those that are one, while they
/// are read, all on the budget. Everything else passes as it is. Where there may be such series,
/// they are not counted without being read.
///
/// @param source whose views have equal series side by side, in the order of the scope
public record MergedSeries(SeriesSource source) implements SeriesSource {
    @Override
    public SeriesView select(ReadScope scope, List<Selector> selectors, ReadBudget budget)
            throws IOException {
        SeriesView view = source.select(scope, selectors, budget);
        if (!source.mayRepeat(scope)) {
            return view;
        }
        try {
            return MergedView.of(view, selectors.size(), budget);
        } catch (RuntimeException e) {
            view.close();
            throw e;
        }
    }

    @Override
    public boolean counts(ReadScope scope) {
        return !source.mayRepeat(scope) && source.counts(scope);
    }

    @Override
    public List<Labels> series(ReadScope scope, List<Selector> selectors, ReadBudget budget)
            throws IOException {
        return source.series(scope, selectors, budget);
    }

    @Override
    public Set<String> labelNames(ReadScope scope, List<Selector> selectors, ReadBudget budget)
            throws IOException {
        return source.labelNames(scope, selectors, budget);
    }

    @Override
    public Set<String> labelValues(
            ReadScope scope, String name, List<Selector> selectors, ReadBudget budget)
            throws IOException {
        return source.labelValues(scope, name, selectors, budget);
    }
}

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

/// A source in which series of several tenants with equal labels are one: in a view of several, or
/// where a tenant has something that was released from quarantine. Of each time there is one
/// sample: that of the tenant that stands first in the scope.
///
/// Costs: a comparison with its neighbour for each series that was selected in several tenants;
/// where equal ones are among them a number for each, and the samples of those that are one, while
/// they are read, all on the budget. A question to one tenant passes as it is. Series of several
/// tenants are not counted without being read.
///
/// @param source whose views have equal series side by side, in the order of the scope
public record MergedTenants(SeriesSource source) implements SeriesSource {
    @Override
    public SeriesView select(ReadScope scope, List<Selector> selectors, ReadBudget budget)
            throws IOException {
        SeriesView view = source.select(scope, selectors, budget);
        if (isOfOne(scope)) {
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
        return isOfOne(scope) && source.counts(scope);
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

    /// Whether all that is seen is one tenant's.
    private static boolean isOfOne(ReadScope scope) {
        List<ReadScope.TenantScope> tenants = scope.tenants();
        return tenants.stream()
                .allMatch(other -> other.tenant().equals(tenants.getFirst().tenant()));
    }
}

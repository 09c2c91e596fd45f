package io.tributary.gateway.tenants;

import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.Selector;
import io.tributary.model.notes.ExemplarSource;
import io.tributary.model.notes.SeriesExemplars;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A source of exemplars whose series say whose they are where several tenants were asked for, as
/// {@link TenantLabels} has it for samples.
///
/// @param source asked for one tenant at a time then
public record TenantExemplars(ExemplarSource source) implements ExemplarSource {
    /// Of one exemplar with its part of a labelled series.
    private static final int EXEMPLAR_BYTES = 300;

    @Override
    public List<SeriesExemplars> exemplars(
            ReadScope scope, List<Selector> selectors, ReadBudget budget) {
        if (!scope.severalAsked()) {
            return source.exemplars(scope, selectors, budget);
        }
        List<SeriesExemplars> found = new ArrayList<>();
        for (TenantLabels.Asked asked : TenantLabels.Asked.of(scope, selectors)) {
            for (SeriesExemplars of : source.exemplars(asked.scope(), asked.selectors(), budget)) {
                budget.take(
                        (long) EXEMPLAR_BYTES * of.exemplars().size(),
                        "exemplars of several tenants");
                found.add(new SeriesExemplars(asked.labelled(of.series()), of.exemplars()));
            }
        }
        found.sort(Comparator.comparing(SeriesExemplars::series));
        return found;
    }
}

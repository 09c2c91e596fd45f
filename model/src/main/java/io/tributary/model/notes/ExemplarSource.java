package io.tributary.model.notes;

import io.tributary.model.flow.BudgetExceededException;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.ReadScope;
import io.tributary.model.flow.Selector;
import java.util.List;

/// Where questions about exemplars are answered.
public interface ExemplarSource {
    /// The exemplars of the series that match one selector at least, those in its range, each
    /// series once and in order: of several tenants with equal labels all that differ. Waits until
    /// everything shown is durable. Safe from any thread.
    ///
    /// @throws BudgetExceededException if what must be held is over the budget
    List<SeriesExemplars> exemplars(ReadScope scope, List<Selector> selectors, ReadBudget budget);
}

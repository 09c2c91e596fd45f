package io.tributary.model.notes;

import io.tributary.model.flow.BudgetExceededException;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.ReadScope;
import java.util.List;

/// Where questions about metric families are answered.
public interface MetadataSource {
    /// What is known of the families of a scope's tenants, in the order of their names; where two
    /// tenants say different things of a family, both. Of a tenant whose scope has a policy only
    /// those that a visible series belongs to. Waits until everything shown is durable. Safe from
    /// any thread.
    ///
    /// @param budget what is answered stays taken from it
    /// @throws BudgetExceededException if what must be held is over the budget
    List<FamilyMetadata> metadata(ReadScope scope, ReadBudget budget);
}

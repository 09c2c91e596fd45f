package io.tributary.model.notes;

import io.tributary.model.flow.BudgetExceededException;
import io.tributary.model.flow.ReadBudget;
import io.tributary.model.flow.ReadScope;
import java.util.List;

/// Where questions about metric families are answered.
public interface MetadataSource {
    /// What is said of the families of a scope's tenants, in the order of their names, each
    /// statement once: what senders say of a family that a visible series belongs to which carries
    /// the same stamps as theirs do. So of a workload cluster whose series cannot be seen nothing
    /// is. Waits until everything shown is durable. Safe from any thread.
    ///
    /// @param budget what is answered stays taken from it
    /// @throws BudgetExceededException if what must be held is over the budget
    List<FamilyMetadata> metadata(ReadScope scope, ReadBudget budget);
}

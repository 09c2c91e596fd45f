package io.tributary.model.flow;

import java.io.IOException;

/// Where questions about how much is stored are answered.
public interface ExtentSource {
    /// How much is stored of some series.
    ///
    /// @param chunkCount chunks of all kinds: in files, on their way there, and still growing
    /// @param minMillis the time of the oldest sample; `Long.MAX_VALUE` where there is none
    /// @param maxMillis the time of the newest sample; `Long.MIN_VALUE` where there is none
    record Extent(long chunkCount, long minMillis, long maxMillis) {}

    /// How much is stored of the series of a scope. Each series is looked at in one moment, all of
    /// them in several. Waits until everything counted is durable. Reads no sample; safe from any
    /// thread.
    ///
    /// @throws IOException if stored data cannot be read; the message names file and offset
    /// @throws BudgetExceededException if what must be held is over the budget
    Extent extent(ReadScope scope, ReadBudget budget) throws IOException;
}

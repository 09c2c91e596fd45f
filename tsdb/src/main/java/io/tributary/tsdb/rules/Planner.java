package io.tributary.tsdb.rules;

import io.tributary.runtime.clock.Clock;
import io.tributary.tsdb.chunks.ChunkStore;
import io.tributary.tsdb.lanes.HeadMemory;

/// Makes the plans of requests, which share what tenants may have looked up. Safe from any thread.
public final class Planner {
    private final HeadMemory memory;
    private final ChunkStore chunks;
    private final LookupBudget budget;

    /// What one request is planned with, one series after the other and one plan at a time.
    public record Plans(LatePlan late, DeltaPlan deltas) {}

    /// @param lookupBytesPerSecond of chunks that one tenant may have decoded
    public Planner(HeadMemory memory, ChunkStore chunks, Clock clock, long lookupBytesPerSecond) {
        this.memory = memory;
        this.chunks = chunks;
        this.budget = new LookupBudget(clock, lookupBytesPerSecond);
    }

    /// New ones, to be used again.
    public Plans newPlans() {
        SeriesHistory history =
                new SeriesHistory(memory.directory(), memory.lanes(), chunks, budget);
        return new Plans(
                new LatePlan(memory.lanes(), history), new DeltaPlan(memory.lanes(), history));
    }
}

package io.tributary.model.flow;

import java.util.List;

/// The way in: where decoded writes go.
///
/// The two steps are apart so that a caller holding a permit for CPU can give it back before it
/// waits for the disk.
public interface SampleSink {
    /// What of a request goes one way.
    record Part(Route route, WriteBatch batch) {}

    /// Decides every sample of the batch and records the accepted ones, all in one step that
    /// readers see whole or not at all. Does not wait for the disk. Safe from any thread; the batch
    /// and its bytes are not used after the return.
    default WriteResult append(Route route, WriteBatch batch) {
        return append(List.of(new Part(route, batch))).getFirst();
    }

    /// The same of a request that goes several ways: all parts in one step, and one place in the
    /// log, so that none of them is durable or seen without the others.
    ///
    /// @param parts one at least, no two to the same target
    /// @return what became of each, in their order: all are accepted, or none is and all say the
    ///   same
    List<WriteResult> append(List<Part> parts);

    /// Parks until everything recorded up to `position` (of a result) is durable. Returns at once
    /// where it is already. Where durability cannot be had any more the process ends; this never
    /// returns then.
    void awaitDurable(long position);
}

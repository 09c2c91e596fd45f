package io.tributary.model.flow;

/// The way in: where decoded writes go.
///
/// The two steps are apart so that a caller holding a permit for CPU can give it back before it
/// waits for the disk.
public interface SampleSink {
    /// Decides every sample of the batch and records the accepted ones, all in one step that
    /// readers see whole or not at all. Does not wait for the disk. Safe from any thread; the batch
    /// and its bytes are not used after the return.
    WriteResult append(Route route, WriteBatch batch);

    /// Parks until everything recorded up to `position` (of a result) is durable. Returns at once
    /// where it is already. Where durability cannot be had any more the process ends; this never
    /// returns then.
    void awaitDurable(long position);
}

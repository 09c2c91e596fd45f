/// The machine the process runs on: the kernel's own accounts, how full file systems are, how wide
/// the terminal is.
///
/// *Start here*: {@link io.tributary.runtime.host.ProcFiles}, {@link
/// io.tributary.runtime.host.FileSystems}.
///
/// Invariants: no file is read beyond its bound; a mount that does not answer holds up nobody for
/// longer than a bound, and holds one thread at most.
///
/// Threads: everything from any thread. Not a hot path. What it does not do: know what the figures
/// mean, or how they are named elsewhere.
@NullMarked
package io.tributary.runtime.host;

import org.jspecify.annotations.NullMarked;

/// Files that somebody else writes and this program reads: declarations, secrets, lists.
///
/// *Start here*: {@link io.tributary.runtime.files.InputFiles}.
///
/// Invariants: what is read is bounded in files and bytes; an error names the file.
///
/// Threads: {@link io.tributary.runtime.files.InputFiles} from any, {@link
/// io.tributary.runtime.files.SettledFiles} from one. Not a hot path. What it does not do: know
/// what stands in them; write.
@NullMarked
package io.tributary.runtime.files;

import org.jspecify.annotations.NullMarked;

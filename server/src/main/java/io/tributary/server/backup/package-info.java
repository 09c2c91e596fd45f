/// Backups of who there is: made by the running server, restored where no server runs.
///
/// *Start here*: {@link io.tributary.server.backup.BackupRoutes}, {@link
/// io.tributary.server.backup.Restore}. What a backup holds is `gateway.backup`'s.
///
/// Invariants: a backup leaves the server sealed, under a secret that comes by no request, and told
/// of in the audit stream before; one is made at a time. A restore checks all of a backup before it
/// writes a byte, and one that was cut short is told apart from a registry by whoever looks.
///
/// Threads: routes from any; a restore is one thread's. Not a hot path. What it does not do: keep
/// backups, or make them by the clock.
@NullMarked
package io.tributary.server.backup;

import org.jspecify.annotations.NullMarked;

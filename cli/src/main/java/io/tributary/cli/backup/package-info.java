/// `tributary registry backup` and `verify`: a backup asked of a running server, and looked into.
///
/// *Start here*: {@link io.tributary.cli.backup.BackupCommand}.
///
/// Invariants: a backup takes its name only when it is whole and synced; a passphrase comes by a
/// file, and goes nowhere. One thread. Not a hot path. What it does not do: restore, which wants
/// the server's settings and stands with those commands.
@NullMarked
package io.tributary.cli.backup;

import org.jspecify.annotations.NullMarked;

/// A backup of who there is: the registry of the API, and the certificate authority with its
/// agents, in one sealed piece.
///
/// *Start here*: {@link io.tributary.gateway.backup.RegistryBackup}. The layout stands in
/// `gateway/docs/backup.md`, whose example a test runs.
///
/// Invariants: what is opened was checked to its last byte, so that what is restored can be read by
/// a start; nothing of it leaves memory unsealed; a token that could still be spent, and an
/// approval that could still be used, are in no backup.
///
/// Threads: values, safe from any. Not a hot path. What it does not do: hold registry files,
/// settings, certificates of others, samples or the audit stream; say where it is kept.
@NullMarked
package io.tributary.gateway.backup;

import org.jspecify.annotations.NullMarked;

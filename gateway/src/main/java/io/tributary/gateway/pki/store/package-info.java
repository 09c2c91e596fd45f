/// What the certificate authority keeps: bytes sealed under a secret, and lines in a log.
///
/// *Start here*: {@link io.tributary.gateway.pki.store.SealedBytes}, {@link
/// io.tributary.gateway.pki.store.LineLog}. The layout of both is in `gateway/docs/pki-files.md`,
/// whose examples a test runs.
///
/// Invariants: a file is replaced as a whole or not at all; what is sealed opens to the same bytes
/// or not at all; no secret is in a text or an exception; files are for their owner only, where the
/// file system knows owners.
///
/// Threads: values may be used from any thread; a {@link io.tributary.gateway.pki.store.LineLog} is
/// guarded by its owner. Everything that writes also syncs, so callers are best platform threads.
/// Not a hot path.
///
/// What it does not do: know certificates, tokens or agents; wipe memory; lock the directory, which
/// is for the owner of the data directory.
@NullMarked
package io.tributary.gateway.pki.store;

import org.jspecify.annotations.NullMarked;

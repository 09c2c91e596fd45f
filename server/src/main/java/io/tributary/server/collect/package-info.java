/// What `tributary up` records by itself: its own metrics and those of this host, as a Prometheus
/// would that scrapes a Tributary and a node_exporter.
///
/// *Start here*: {@link io.tributary.server.collect.Collector}, then `Scraper`.
///
/// ```
/// Collector ─┬ Scraper job="tributary" ─ OwnSource  ─ Metrics                        ┐
///            └ Scraper job="node"      ─ NodeSource ─ Family … ─ ProcFiles, FileSystems ┴→ Readings → BatchBytes → Recorder
/// ```
///
/// Invariants: names and labels of the host's series are those of node_exporter 1.12 (a test
/// against a real one holds that); a round is one write, seen whole or not at all; a series that is
/// gone, and every series at the end, gets a staleness marker; a round that was not stored is not
/// repeated, the next one tells more.
///
/// Threads: one virtual thread a scraper, which owns all its state. Not a hot path: some hundred
/// samples a round. What it does not do: scrape anything over a network, or decide about samples.
@NullMarked
package io.tributary.server.collect;

import org.jspecify.annotations.NullMarked;

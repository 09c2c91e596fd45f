/// A real Prometheus as sender and as the measure: what it sends to us and to a second Prometheus
/// is the same in both.
///
/// *Start here*: `PrometheusTest`; `HaPairTest` for two that are killed in turn.
///
/// ```
/// ExampleTarget, node_exporter, itself ─► Sender ─┬─► a Prometheus ─► RemoteRead, PrometheusApi ┐
///                                                 └─► tributary ────► DumpFile ─────────────────┴─ equal?
/// ```
///
/// The readers share nothing with the code that is tested but the values they make.
@NullMarked
package io.tributary.cli.prometheus;

import org.jspecify.annotations.NullMarked;

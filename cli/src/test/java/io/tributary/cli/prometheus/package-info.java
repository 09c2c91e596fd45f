/// A real Prometheus, or a vmagent, as sender and a Prometheus as the measure: what is sent to us
/// and to that Prometheus is the same in both.
///
/// *Start here*: `PrometheusTest`; `HaPairTest` for two that are killed in turn; `VmagentTest`.
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

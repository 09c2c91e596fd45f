/// The last samples of series in the formats that scrapers read: Prometheus' text 0.0.4,
/// OpenMetrics text 1.0.0, and delimited protobuf, which alone has room for native histograms.
///
/// *Start here*: {@link io.tributary.format.federation.FederationFormat}, {@link
/// io.tributary.format.federation.FederationWriter}.
///
/// Invariants: text and protobuf are byte for byte what Prometheus' `/federate` answers for the
/// same samples, but for the sign of a zero, which is kept, and for an empty span by which a native
/// histogram that observed nothing is told from a classic one.
///
/// Threads: writers belong to one thread at a time. Not a hot path.
///
/// Deliberately absent: metadata (upstream's federation tells no types, help or units either),
/// exemplars, reading these formats.
@NullMarked
package io.tributary.format.federation;

import org.jspecify.annotations.NullMarked;

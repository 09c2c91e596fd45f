/// A real Prometheus 3.14 as the third to answer random queries.
///
/// *Start here*: `PrometheusFuzzTest`, {@link io.tributary.promql.fuzz.prometheus.Prometheus}.
///
/// It is given the same series by remote write 1.0 and asked by HTTP. Several datasets live in one
/// server, under names of their own. One thread.
@NullMarked
package io.tributary.promql.fuzz.prometheus;

import org.jspecify.annotations.NullMarked;

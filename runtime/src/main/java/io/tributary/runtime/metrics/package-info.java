/// What the program measures about itself, in the words of its own trade.
///
/// *Start here*: {@link io.tributary.runtime.metrics.Metrics}.
///
/// {@link io.tributary.runtime.metrics.Metrics} makes and registers every metric, so that each name
/// is checked once and stands in the generated reference. Names start with `tributary_`, carry
/// their unit, and a counter's ends in `_total`. The Prometheus client's own types stay in here, as
/// every third party's do in one module.
///
/// Threads: everything from any thread. On the sample path: a {@link
/// io.tributary.runtime.metrics.Counter} in hand costs a few nanoseconds and no bytes; one of
/// {@link io.tributary.runtime.metrics.Labeled} is looked up before.
///
/// Deliberately absent: push, exemplars, the protobuf format.
@NullMarked
package io.tributary.runtime.metrics;

import org.jspecify.annotations.NullMarked;

/// From attributes, resource and scope to series in a batch.
///
/// *Start here*: {@link io.tributary.format.otlp.series.Translation}, {@link
/// io.tributary.format.otlp.series.PointFrame}.
///
/// ```
/// labels of a series =  attributes of the point               those that meet in a name joined by ;
///                     + promoted attributes of the resource   where the point has none of that name
///                     + job, instance, otel_scope_…           in place of what the point has
///                     + __name__, le or quantile              likewise
/// ```
///
/// Invariants: what is written is at most a fixed multiple of the request; labels of resource and
/// scope, names of labels and metrics are one symbol each.
///
/// Source: Prometheus 3.14, `storage/remote/otlptranslator/prometheusremotewrite`.
///
/// Threads: everything here belongs to one thread at a time. Hot path: no allocation and no
/// `String` per point, but where attributes meet in a name.
///
/// Deliberately absent: reading points, which {@link io.tributary.format.otlp.point} does.
@NullMarked
package io.tributary.format.otlp.series;

import org.jspecify.annotations.NullMarked;

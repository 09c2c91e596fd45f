/// The labels of new series: checked, put into the form in which they are kept, and stamped with
/// what only the server may say.
///
/// *Start here*: {@link io.tributary.gateway.labels.LabelAdmission}.
///
/// Invariants: what a series is stamped with is the registry's, whatever its sender says; nothing
/// after the stamping changes a label.
///
/// Threads: everything is safe from any thread and does not block. Labels come by once per new
/// series and route, not per sample. What it does not do: choose the tenant.
@NullMarked
package io.tributary.gateway.labels;

import org.jspecify.annotations.NullMarked;

/// Names: of attributes and metrics as OTLP has them into those of labels and series, as
/// Prometheus' receiver translates them; each distinct one once.
///
/// *Start here*: {@link io.tributary.format.otlp.name.LabelNames}, {@link
/// io.tributary.format.otlp.name.Families}.
///
/// Invariants: equal label names are one {@link io.tributary.format.otlp.name.Word}, so that a
/// {@link io.tributary.format.otlp.name.LabelSet} sees two attributes meet in one label by looking
/// at a mark. What is remembered from request to request is bounded, and so is how many names one
/// request may bring.
///
/// Source: Prometheus' module `otlptranslator`, version 1.0.0.
///
/// Threads: everything here belongs to one thread at a time. Hot path: a name that was met before
/// costs one comparison of bytes mostly, and no allocation.
///
/// Deliberately absent: a prefix (`namespace`) before all names, which Prometheus' receiver has no
/// setting for.
@NullMarked
package io.tributary.format.otlp.name;

import org.jspecify.annotations.NullMarked;

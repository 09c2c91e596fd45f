/// Prometheus' text format 0.0.4 and OpenMetrics 1.0, as they are pushed, into a {@link
/// io.tributary.model.flow.WriteBatch}.
///
/// *Start here*: {@link io.tributary.format.exposition.ExpositionDecoder}.
///
/// ```
/// # HELP family text          # TYPE family word          # UNIT family unit      (OpenMetrics)
/// name{label="value", "quoted label"="value"} value [time] [# {label="value"} value [time]]
/// {"quoted name", label="value"} value [time]
/// # EOF                                                                           (OpenMetrics)
/// ```
///
/// Source: Prometheus `model/textparse` (`promparse.go`, `openmetricsparse.go` and their lexers);
/// <https://prometheus.io/docs/instrumenting/exposition_formats/>,
/// <https://prometheus.io/docs/specs/om/open_metrics_spec/>.
///
/// Taken is all that Prometheus takes, and of a text with lines that are wrong all others. Both
/// formats are read by one reader, so that each allows a little more than it should: blanks as text
/// format has them, exemplars in both. What becomes what is in `docs/reference/text-protocols.md`.
///
/// Invariants: any bytes whatever end in a batch and a report; a line is taken whole or not at all;
/// time is linear in the length. Bounds: those of {@link io.tributary.format.lines.SymbolText}, and
/// 128 characters of an exemplar's labels.
///
/// Threads: a decoder belongs to one thread at a time. Hot path: no allocation per sample whose
/// value is a decimal of at most 15 digits; exemplars and rewritten bounds of buckets allocate.
///
/// Deliberately absent: families in protobuf, which {@link io.tributary.format.exposition.protobuf}
/// reads; start times from `_created` lines, which are series like any other, as in Prometheus by
/// default; checks of UTF-8 and of labels, which are admission's.
@NullMarked
package io.tributary.format.exposition;

import org.jspecify.annotations.NullMarked;

/// Series as lines of JSON, read and written (`docs/json-lines.md`): the form in which
/// VictoriaMetrics exports and imports, with members of our own that keep what it would lose.
///
/// *Start here*: {@link io.tributary.format.jsonlines.JsonLinesDecoder}, {@link
/// io.tributary.format.jsonlines.JsonLineWriter}.
///
/// ```
/// {"metric":{"__name__":"up","job":"node"},"values":[1,null],"timestamps":[1700000000000,1700000015000],
///  "nanBits":[[1,"7ff0000000000002"]]}
/// ```
///
/// Source: VictoriaMetrics `lib/protoparser/vmimport`, `app/vmselect/prometheus/export.qtpl`; the
/// JSON is RFC 8259.
///
/// Invariants: what is written is read back bit by bit; what VictoriaMetrics exports is read, and
/// it reads what is written, but for lines of histograms alone. Any bytes whatever end in a batch
/// and a report; a line is taken whole or not at all; time is linear in the length.
///
/// Bounds: those of {@link io.tributary.format.lines.SymbolText}; {@link
/// io.tributary.format.json.JsonCursor#DEPTH_MAX}; {@link
/// io.tributary.model.histogram.Buckets#COUNT_MAX} buckets of a histogram; {@link
/// io.tributary.format.jsonlines.JsonLineWriter#SAMPLES_MAX} samples of a line that is written.
///
/// Threads: a reader or writer belongs to one thread at a time. Hot path: no allocation per sample
/// whose value is a decimal of at most 15 digits.
///
/// Deliberately absent: exemplars and metadata; checks of UTF-8 and of labels, which are
/// admission's.
@NullMarked
package io.tributary.format.jsonlines;

import org.jspecify.annotations.NullMarked;

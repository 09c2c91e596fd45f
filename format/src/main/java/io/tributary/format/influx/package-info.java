/// Influx line protocol into a {@link io.tributary.model.flow.WriteBatch}, with the names that
/// VictoriaMetrics gives its series.
///
/// *Start here*: {@link io.tributary.format.influx.InfluxDecoder}.
///
/// ```
/// line         [measurement] (',' [tag] '=' [value])* ' '+ field (',' field)* (' '+ [time])? ' '*
/// field        name '=' (float | integer 'i' | unsigned 'u' | boolean | '"' text '"')
/// series       measurement_field{tag="value", …, db="database"}       one of each field
/// ```
///
/// A backslash makes a comma, an equals sign, a space or a backslash in a name or tag plain, and
/// `"` and itself in a text; before anything else it stands for itself. Texts may go over several
/// lines; they are not stored.
///
/// Source: <https://docs.influxdata.com/influxdb/v1/write_protocols/line_protocol_reference/>; what
/// it leaves open is as in VictoriaMetrics, `lib/protoparser/influx` and `app/vminsert/influx`.
/// What becomes what, and where we differ, is in `docs/reference/text-protocols.md`.
///
/// Invariants: any bytes whatever end in a batch and a report, a line is taken whole or not at all;
/// time is linear in the length, for a text that does not end is looked for once only. Bounds:
/// {@link io.tributary.format.influx.InfluxDecoder#TAGS_MAX} tags a line, and those of {@link
/// io.tributary.format.lines.SymbolText}.
///
/// Threads: a decoder belongs to one thread at a time. Hot path: no allocation per line that is
/// right and no `String` per decimal of at most 15 digits.
///
/// Deliberately absent: checks of label names and of UTF-8, which are admission's; UDP and TCP.
@NullMarked
package io.tributary.format.influx;

import org.jspecify.annotations.NullMarked;

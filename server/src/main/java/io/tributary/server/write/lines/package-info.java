/// Protocols of lines over HTTP: Influx' line protocol, exposition text, JSON lines; and families
/// of metrics in protobuf, which say what exposition text does.
///
/// *Start here*: {@link io.tributary.server.write.lines.LineRoutes}; what becomes of lines stands
/// in `docs/reference/text-protocols.md`.
///
/// Invariants: a line or metric that is wrong is refused alone, and told. Threads: stateless but
/// for decoders, which one thread owns at a time. Not a hot path: once a request. What it does not
/// do: read lines (`format.influx`, `format.exposition`, `format.jsonlines`).
@NullMarked
package io.tributary.server.write.lines;

import org.jspecify.annotations.NullMarked;

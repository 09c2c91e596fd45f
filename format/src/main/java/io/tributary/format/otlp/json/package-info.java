/// OTLP in JSON, written anew in protobuf: so there is one translation and two ways into it.
///
/// *Start here*: {@link io.tributary.format.otlp.json.OtlpJson}.
///
/// ```
/// {"resourceMetrics":[{"resource":{"attributes":[{"key":"a","value":{"stringValue":"b"}}]}, …}]}
/// ```
///
/// Names of fields are those of the protobuf messages, in lowerCamelCase or as they are. Trace and
/// span ids are hexadecimal, other bytes base64; numbers of 64 bits stand as numbers or in quotes;
/// `NaN`, `Infinity` and `-Infinity` in quotes; an enumeration's values are numbers or names.
/// `null` is as if the field were not there. Fields that are not known are passed over. Half of a
/// surrogate pair is no UTF-8, and what becomes of it is what becomes of such bytes in protobuf.
///
/// Source: <https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding>.
///
/// Invariants: any bytes whatever end in a message or in a {@link
/// io.tributary.format.protobuf.MalformedRequestException}; the message is at most a few times as
/// long as the text.
///
/// Threads: a reader belongs to one thread at a time.
///
/// Deliberately absent: fields that the translation does not look at, which count as unknown.
@NullMarked
package io.tributary.format.otlp.json;

import org.jspecify.annotations.NullMarked;

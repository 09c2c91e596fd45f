/// Attributes of OTLP: keys, and values of any kind as text.
///
/// *Start here*: {@link io.tributary.format.otlp.attribute.AttributeList}.
///
/// ```
/// KeyValue  1 key   2 AnyValue
/// AnyValue  1 string | 2 bool | 3 int64 | 4 double | 5 ArrayValue | 6 KeyValueList | 7 bytes
/// ArrayValue  1 AnyValue*      KeyValueList  1 KeyValue*
/// ```
///
/// A key and a string are where they stand in the request. What is no string is written behind the
/// request, in the same array ({@link io.tributary.format.otlp.attribute.Texts}): as the
/// OpenTelemetry Collector's `AsString` does, which Prometheus uses.
///
/// Bounds: {@link io.tributary.format.otlp.attribute.AttributeList#DEPTH_MAX} arrays and maps in
/// each other; text made of a value is at most a small multiple of its bytes.
///
/// Threads: everything here belongs to one thread at a time. Hot path: strings cost nothing beside
/// reading them.
///
/// Deliberately absent: keys and strings by index into a dictionary, which only profiles have.
@NullMarked
package io.tributary.format.otlp.attribute;

import org.jspecify.annotations.NullMarked;

/// Protobuf's wire format, read in place and written: what all protocols in protobuf share.
///
/// *Start here*: {@link io.tributary.format.protobuf.ProtoCursor}, {@link
/// io.tributary.format.protobuf.ProtoWriter}.
///
/// ```
/// message  field*
/// field    tag (varint: number << 3 | wire type), then
///          0 a varint | 1 eight bytes | 2 a length and so many bytes | 5 four bytes
/// ```
///
/// Source: <https://protobuf.dev/programming-guides/encoding/>.
///
/// Invariants: no byte outside the range given is read; whatever the bytes, a read ends in a value
/// or a {@link io.tributary.format.protobuf.MalformedRequestException}.
///
/// Threads: a cursor belongs to one thread at a time. Hot path: nothing is allocated.
///
/// Deliberately absent: groups, messages as objects; each protocol reads its own.
@NullMarked
package io.tributary.format.protobuf;

import org.jspecify.annotations.NullMarked;

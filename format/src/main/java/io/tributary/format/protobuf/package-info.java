/// Protobuf's wire format, read in place and written into bytes: what all protocols that speak it
/// share.
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
/// or a {@link io.tributary.format.protobuf.MalformedRequestException}. What is written stands in
/// the order in which it was added, each length in the fewest bytes.
///
/// Threads: a cursor or writer belongs to one thread at a time. Hot path: nothing is allocated for
/// a number.
///
/// Deliberately absent: groups, messages as objects; each protocol reads and writes its own.
@NullMarked
package io.tributary.format.protobuf;

import org.jspecify.annotations.NullMarked;

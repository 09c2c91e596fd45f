/// What formats made of lines share: how a line that is refused is told of, the text of labels, and
/// numbers.
///
/// *Start here*: {@link io.tributary.format.lines.LineReport}, {@link
/// io.tributary.format.lines.SymbolText}.
///
/// A decoder of lines reads a request to its end whatever stands in it: a line that is wrong throws
/// a {@link io.tributary.format.lines.LineException}, is counted, and the next one is read. Labels
/// become symbols ({@link io.tributary.model.flow.Dialect#SYMBOLS}) over one buffer of the decoder,
/// for escapes and joined names stand nowhere in the request as they are meant.
///
/// Invariants: what a request makes is bounded by {@link
/// io.tributary.format.lines.SymbolText#TEXT_BYTES_MAX} and {@link
/// io.tributary.format.lines.SymbolText#REFS_MAX}, however much a short text asks for.
///
/// Threads: owned by one thread at a time. Hot path: no allocation per line that is right.
@NullMarked
package io.tributary.format.lines;

import org.jspecify.annotations.NullMarked;

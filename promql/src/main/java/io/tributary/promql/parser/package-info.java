/// From text to a tree: lexer, precedence parser and type check of PromQL as Prometheus 3.14 speaks
/// it.
///
/// *Start here*: {@link io.tributary.promql.parser.Parser}.
///
/// Grammar and messages follow upstream's `promql/parser` (`lex.go`, `generated_parser.y`,
/// `parse.go`). Text length, depth and width are bounded; whatever the text is, the answer is a
/// tree or a {@link io.tributary.promql.parser.ParseException}. A parser is used once, by one
/// thread.
@NullMarked
package io.tributary.promql.parser;

import org.jspecify.annotations.NullMarked;

/// A PromQL expression as a tree of records: what the parser makes, the printer writes and the
/// engine plans.
///
/// *Start here*: {@link io.tributary.promql.ast.Expr}.
///
/// The tree says what was written, nothing of how it is evaluated; every node knows its place in
/// the text. Immutable, safe from any thread. Consumers `switch` over it with record patterns and
/// no `default`.
@NullMarked
package io.tributary.promql.ast;

import org.jspecify.annotations.NullMarked;

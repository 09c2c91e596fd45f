package io.tributary.promql.ast;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/// Binary operators in a row, `a + b - c …`, from left to right: what the grammar nests as deep on
/// the left as the row is long, laid out so that it can be walked without recursion.
///
/// ```
///        -        links.get(1): the operator and what stands right of it, c
///       / \
///      +   c      links.get(0): likewise, b
///     / \
///    a   b        first: a
/// ```
///
/// @param first the leftmost operand, which is no binary expression
/// @param links from the innermost to the outermost
public record Chain(Expr first, List<Expr.Binary> links) {
    public Chain {
        links = List.copyOf(links);
    }

    /// The row whose last operator is that of `outermost`.
    public static Chain endingIn(Expr.Binary outermost) {
        Deque<Expr.Binary> links = new ArrayDeque<>();
        Expr leftmost = outermost;
        while (leftmost instanceof Expr.Binary link) {
            links.addFirst(link);
            leftmost = link.left();
        }
        return new Chain(leftmost, List.copyOf(links));
    }

    /// What stands between the operators, from left to right.
    List<Expr> operands() {
        return Stream.concat(Stream.of(first), links.stream().map(Expr.Binary::right)).toList();
    }
}

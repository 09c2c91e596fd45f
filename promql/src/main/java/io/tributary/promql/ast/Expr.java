package io.tributary.promql.ast;

import io.tributary.model.Matcher;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A PromQL expression.
public sealed interface Expr {
    /// Where it stands in the text.
    Position position();

    /// What it evaluates to.
    ValueType type();

    /// What stands right below it, in the order in which upstream looks at it: of an aggregation
    /// its vector first; of a row of binary operators all operands, so that a walk goes no deeper
    /// than parentheses do.
    default List<Expr> operands() {
        return switch (this) {
            case NumberLiteral _, StringLiteral _, VectorSelector _ -> List.of();
            case MatrixSelector matrix -> List.of(matrix.selector());
            case Subquery subquery -> List.of(subquery.expr());
            case Paren paren -> List.of(paren.expr());
            case Unary unary -> List.of(unary.expr());
            case Binary binary -> Chain.endingIn(binary).operands();
            case Aggregate aggregate ->
                    Stream.concat(Stream.of(aggregate.expr()), aggregate.parameter().stream())
                            .toList();
            case Call call -> call.arguments();
        };
    }

    /// What stands within all parentheses around it.
    default Expr withoutParens() {
        Expr inner = this;
        while (inner instanceof Paren paren) {
            inner = paren.expr();
        }
        return inner;
    }

    /// `1.5`, `0x1f`, `Inf`, `5m`.
    ///
    /// @param value in seconds where it was written as a duration
    /// @param duration whether it was
    record NumberLiteral(double value, boolean duration, Position position) implements Expr {
        @Override
        public ValueType type() {
            return ValueType.SCALAR;
        }
    }

    /// `"text"`, unquoted; bytes that are no UTF-8 as {@link io.tributary.model.text.RawBytes}.
    record StringLiteral(String value, Position position) implements Expr {
        @Override
        public ValueType type() {
            return ValueType.STRING;
        }
    }

    /// `name{matchers} offset 5m @ 1`.
    ///
    /// @param name as written before the braces; empty where it was not
    /// @param matchers all of them; one on `__name__` stands last where `name` is not empty
    /// @param offset how far back, zero by default
    /// @param inInfo whether it only describes labels, as the second argument of `info` does: it
    ///   may be empty then
    record VectorSelector(
            String name,
            List<Matcher> matchers,
            DurationExpr offset,
            At at,
            Extension extension,
            boolean inInfo,
            Position position)
            implements Expr {
        public VectorSelector {
            matchers = List.copyOf(matchers);
        }

        /// The same with another offset, standing at `extent`.
        public VectorSelector withOffset(DurationExpr other, Position extent) {
            return new VectorSelector(name, matchers, other, at, extension, inInfo, extent);
        }

        /// The same at another moment, standing at `extent`.
        public VectorSelector withAt(At other, Position extent) {
            return new VectorSelector(name, matchers, offset, other, extension, inInfo, extent);
        }

        /// The same with another treatment of the samples beside its range.
        public VectorSelector withExtension(Extension other) {
            return new VectorSelector(name, matchers, offset, at, other, inInfo, position);
        }

        /// The same as the second argument of `info`.
        public VectorSelector asInfo() {
            return new VectorSelector(name, matchers, offset, at, extension, true, position);
        }

        @Override
        public ValueType type() {
            return ValueType.VECTOR;
        }
    }

    /// `name[5m]`: offset, `@` and extension stand in the selector.
    record MatrixSelector(VectorSelector selector, DurationExpr range, Position position)
            implements Expr {
        @Override
        public ValueType type() {
            return ValueType.MATRIX;
        }
    }

    /// `(expr)[1h:5m] offset 5m @ 1`.
    ///
    /// @param step `DurationExpr.Absent` where it is left to the configuration
    record Subquery(
            Expr expr,
            DurationExpr range,
            DurationExpr step,
            DurationExpr offset,
            At at,
            Position position)
            implements Expr {
        @Override
        public ValueType type() {
            return ValueType.MATRIX;
        }
    }

    /// `(expr)`.
    record Paren(Expr expr, Position position) implements Expr {
        @Override
        public ValueType type() {
            return expr.type();
        }
    }

    /// `-expr`, `+expr`.
    record Unary(boolean negative, Expr expr, Position position) implements Expr {
        @Override
        public ValueType type() {
            return expr.type();
        }
    }

    /// `left operator right`.
    ///
    /// @param returnBool whether a comparison gives 0 or 1 instead of filtering
    /// @param matching how series of two vectors find each other; meaningless unless both are
    ///   vectors
    record Binary(
            BinaryOperator operator,
            Expr left,
            Expr right,
            boolean returnBool,
            VectorMatching matching)
            implements Expr {
        @Override
        public Position position() {
            return leftmost().position().to(right.position());
        }

        /// A scalar if all operands of the row that ends here are.
        @Override
        public ValueType type() {
            Expr operand = this;
            while (operand instanceof Binary binary) {
                if (binary.right.type() != ValueType.SCALAR) {
                    return ValueType.VECTOR;
                }
                operand = binary.left;
            }
            return operand.type() == ValueType.SCALAR ? ValueType.SCALAR : ValueType.VECTOR;
        }

        private Expr leftmost() {
            Expr operand = left;
            while (operand instanceof Binary binary) {
                operand = binary.left;
            }
            return operand;
        }

        /// Whether both sides are vectors, so that `matching` means something.
        public boolean joinsVectors() {
            return right.type() == ValueType.VECTOR && left.type() == ValueType.VECTOR;
        }
    }

    /// `sum by (a) (expr)`, `topk(3, expr)`.
    ///
    /// @param parameter present where the operator takes one
    /// @param grouping label names, as written
    /// @param without whether these are to be dropped rather than kept
    record Aggregate(
            AggregateOperator operator,
            Expr expr,
            Optional<Expr> parameter,
            List<String> grouping,
            boolean without,
            Position position)
            implements Expr {
        public Aggregate {
            grouping = List.copyOf(grouping);
        }

        @Override
        public ValueType type() {
            return ValueType.VECTOR;
        }
    }

    /// `rate(expr)`.
    record Call(Function function, List<Expr> arguments, Position position) implements Expr {
        public Call {
            arguments = List.copyOf(arguments);
        }

        @Override
        public ValueType type() {
            return function.returnType();
        }
    }
}

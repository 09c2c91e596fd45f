package io.tributary.promql.ast;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Writes a tree as PromQL over several lines, as Prometheus' `format_query` does: what takes more
/// than {@link #LINE_MAX} bytes on one line is split, its parts two blanks further in.
///
/// Each level of a tree may print its parts once more to see whether they fit: the work is the
/// text's length times its nesting, which the parser bounds. Rows of operators are walked, not
/// descended into; each operator of a row that is split indents all before it, so that a long row
/// becomes far longer text. Therefore the bound on what is written.
public final class Prettifier {
    /// The most bytes of UTF-8 that stay on one line.
    static final int LINE_MAX = 100;

    private static final String INDENT = "  ";

    private final StringBuilder text = new StringBuilder();
    private final int lengthMax;

    private Prettifier(int lengthMax) {
        this.lengthMax = lengthMax;
    }

    /// The text; empty if it has more than `lengthMax` characters.
    public static Optional<String> print(Expr expr, int lengthMax) {
        Prettifier prettifier = new Prettifier(lengthMax);
        prettifier.append(expr, 0);
        return prettifier.isFull() ? Optional.empty() : Optional.of(prettifier.text.toString());
    }

    /// Appends an expression, indented by `level`.
    private void append(Expr expr, int level) {
        if (isFull()) {
            return;
        }
        switch (expr) {
            case Expr.NumberLiteral _,
                    Expr.StringLiteral _,
                    Expr.VectorSelector _,
                    Expr.MatrixSelector _ ->
                    appendLine(expr, level);
            case Expr.Unary(var negative, var inner, _) -> {
                indent(level);
                text.append(negative ? '-' : '+');
                int start = text.length();
                append(inner, level);
                trimFrom(start);
            }
            case Expr.Subquery subquery -> appendSubquery(subquery, level);
            case Expr.Binary binary -> appendChain(Chain.endingIn(binary), level);
            case Expr.Paren paren -> {
                if (fits(paren)) {
                    appendLine(paren, level);
                } else {
                    indent(level);
                    appendParts("", List.of(paren.expr()), level);
                }
            }
            case Expr.Aggregate aggregate -> {
                if (fits(aggregate)) {
                    appendLine(aggregate, level);
                } else {
                    indent(level);
                    appendParts(Printer.head(aggregate), parts(aggregate), level);
                }
            }
            case Expr.Call call -> {
                if (fits(call)) {
                    appendLine(call, level);
                } else {
                    indent(level);
                    appendParts(call.function().name(), call.arguments(), level);
                }
            }
        }
    }

    /// One that fits is not indented, whatever its level: so does Prometheus.
    private void appendSubquery(Expr.Subquery subquery, int level) {
        if (fits(subquery)) {
            text.append(Printer.print(subquery));
        } else {
            append(subquery.expr(), level);
            text.append(Printer.window(subquery));
        }
    }

    /// `head(`, each part on a line of its own, `)`.
    private void appendParts(String head, List<Expr> parts, int level) {
        text.append(head).append("(\n");
        for (int i = 0; i < parts.size(); i++) {
            text.append(i == 0 ? "" : ",\n");
            append(parts.get(i), level + 1);
        }
        text.append('\n');
        indent(level);
        text.append(')');
    }

    private static List<Expr> parts(Expr.Aggregate aggregate) {
        return aggregate.parameter().isPresent()
                ? List.of(aggregate.parameter().get(), aggregate.expr())
                : List.of(aggregate.expr());
    }

    /// A row of operators: as much of its beginning as fits on one line, then each operator and
    /// each right side on a line of its own. The last operator stands at `level`, each one before
    /// it one level further in.
    private void appendChain(Chain chain, int level) {
        List<Expr.Binary> links = chain.links();
        StringBuilder line = new StringBuilder(Printer.print(chain.first()));
        int onLine = 0;
        while (onLine < links.size()) {
            Expr.Binary link = links.get(onLine);
            int before = line.length();
            line.append(' ').append(Printer.operator(link)).append(' ');
            line.append(Printer.print(link.right()));
            if (!fits(line.toString())) {
                line.setLength(before);
                break;
            }
            onLine++;
        }
        if (onLine == 0) {
            append(chain.first(), level + links.size());
        } else {
            indent(level + links.size() - onLine);
            text.append(line);
        }
        for (int i = onLine; i < links.size() && !isFull(); i++) {
            int inner = level + links.size() - 1 - i;
            text.append('\n');
            indent(inner);
            text.append(Printer.operator(links.get(i))).append('\n');
            append(links.get(i).right(), inner + 1);
        }
    }

    private void appendLine(Expr expr, int level) {
        indent(level);
        text.append(Printer.print(expr));
    }

    private void indent(int level) {
        text.repeat(INDENT, Math.min(level, lengthMax));
    }

    private void trimFrom(int start) {
        String trimmed = text.substring(start).strip();
        text.setLength(start);
        text.append(trimmed);
    }

    private boolean isFull() {
        return text.length() > lengthMax;
    }

    private static boolean fits(Expr expr) {
        return fits(Printer.print(expr));
    }

    private static boolean fits(String line) {
        return line.length() <= LINE_MAX
                && line.getBytes(StandardCharsets.UTF_8).length <= LINE_MAX;
    }
}

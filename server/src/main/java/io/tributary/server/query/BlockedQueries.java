package io.tributary.server.query;

import io.tributary.promql.QueryControl;
import io.tributary.promql.QueryException;
import io.tributary.promql.ast.Printer;
import io.tributary.promql.parser.ParseException;
import io.tributary.promql.parser.Parser;
import io.tributary.promql.parser.ParserOptions;
import io.tributary.runtime.metrics.Counter;
import io.tributary.runtime.metrics.Labeled;
import java.util.List;
import java.util.Optional;

/// The queries that an operator does not want answered (Mimir: `blocked_queries`). They are refused
/// before they are evaluated, whoever asks.
///
/// A pattern is held against a query as it was sent, without space around it, and as it is printed:
/// other spaces, comments or a grouping behind instead of before do not get round it.
public final class BlockedQueries {
    /// What a line is, in words.
    public static final String LINES_EXPECTED = BlockedPattern.EXPECTED;

    private final List<BlockedPattern> patterns;
    private final ParserOptions syntax;
    private final Labeled<Counter> refused;

    /// @param lines as {@link BlockedPattern} reads them; the first that matches is told
    /// @param refused counts by reason
    public BlockedQueries(List<String> lines, ParserOptions syntax, Labeled<Counter> refused) {
        this.patterns = lines.stream().map(line -> BlockedPattern.read(line, syntax)).toList();
        this.syntax = syntax;
        this.refused = refused;
    }

    /// Returns if a line is right.
    ///
    /// @throws IllegalArgumentException if it is not; says what was found and expected
    public static void checkLine(String line) {
        BlockedPattern.read(line, ParserOptions.ALL);
    }

    /// Returns if the query may be evaluated.
    ///
    /// @param control asked between patterns: a long query takes its time with each
    /// @throws QueryException if it is blocked
    void check(String query, QueryControl control) {
        if (patterns.isEmpty()) {
            return;
        }
        String sent = query.strip();
        Optional<String> printed = printed(sent, syntax);
        for (BlockedPattern pattern : patterns) {
            control.check();
            if (pattern.matches(sent) || printed.filter(pattern::matches).isPresent()) {
                refused.of(pattern.reason()).increment();
                throw new QueryException(
                        QueryException.Kind.EXECUTION, "query is blocked: " + pattern.reason());
            }
        }
    }

    /// A query on one line; empty for what is none, which is refused for that.
    static Optional<String> printed(String query, ParserOptions syntax) {
        try {
            return Optional.of(Printer.print(Parser.parse(query, syntax)));
        } catch (ParseException e) {
            return Optional.empty();
        }
    }
}

package io.tributary.promql.parser;

import io.tributary.model.GoQuote;
import io.tributary.promql.ast.Position;

/// A piece of the text.
///
/// @param text as it stands there
record Token(TokenType type, String text, Position position) {
    private static final int SHOWN_MAX = 10;

    boolean is(TokenType other) {
        return type == other;
    }

    /// Whether it is this operator or punctuation mark.
    boolean is(String symbol) {
        return (type == TokenType.OPERATOR || type == TokenType.PUNCTUATION) && text.equals(symbol);
    }

    boolean canBeginExpression() {
        return switch (type) {
            case NUMBER, DURATION, STRING -> true;
            case PUNCTUATION -> text.equals("(") || text.equals("{");
            case OPERATOR -> text.equals("+") || text.equals("-");
            default -> type.canNameMetric();
        };
    }

    /// As upstream's messages name it.
    String description() {
        return switch (type) {
            case END_OF_INPUT -> "end of input";
            case IDENTIFIER -> "identifier " + GoQuote.quote(text);
            case METRIC_IDENTIFIER -> "metric identifier " + GoQuote.quote(text);
            case NUMBER -> "number " + shown();
            case DURATION -> "duration " + shown();
            case STRING -> "string " + shown();
            case PUNCTUATION -> GoQuote.quote(text);
            default -> keywordDescription();
        };
    }

    private String keywordDescription() {
        if (type.isOperator() && !text.equals("=")) {
            return "<op:" + text + ">";
        }
        if (type.isAggregator()) {
            return "<aggr:" + text + ">";
        }
        return type.isKeyword() ? "<" + text + ">" : GoQuote.quote(text);
    }

    private String shown() {
        return text.length() > SHOWN_MAX
                ? GoQuote.quote(text.substring(0, SHOWN_MAX)) + "..."
                : GoQuote.quote(text);
    }
}

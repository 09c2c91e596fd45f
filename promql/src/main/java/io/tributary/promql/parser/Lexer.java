package io.tributary.promql.parser;

import io.tributary.model.GoQuote;
import io.tributary.promql.ast.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Cuts a query into tokens. What a character means depends on the brackets around it: inside `{}`
/// words are never keywords, inside `[]` only durations and their arithmetic stand.
final class Lexer {
    private static final String OPERATORS = "+-*/%^";
    private static final String UNITS = "smhdwy";

    private final String query;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int start;
    private int parentheses;
    private boolean inBraces;
    private boolean inBrackets;
    private boolean colonSeen;

    private Lexer(String query) {
        this.query = query;
    }

    /// What a query was cut into.
    ///
    /// @param tokens all up to the end, or up to where cutting failed; an end of input stands last
    ///   in any case
    /// @param failure why cutting stopped early; told only when parsing comes that far
    record Cut(List<Token> tokens, Optional<ParseException> failure) {}

    static Cut cut(String query) {
        Lexer lexer = new Lexer(query);
        try {
            while (lexer.next()) {
                // Each call adds a token or passes over space.
            }
            return new Cut(lexer.tokens, Optional.empty());
        } catch (ParseException e) {
            lexer.at = query.length();
            lexer.emit(TokenType.END_OF_INPUT);
            return new Cut(lexer.tokens, Optional.of(e));
        }
    }

    private boolean next() {
        start = at;
        if (at == query.length()) {
            end();
            return false;
        }
        char c = query.charAt(at);
        if (isSpace(c)) {
            at++;
        } else if (c == '#') {
            int newline = query.indexOf('\n', at);
            at = newline < 0 ? query.length() : newline;
        } else if (c == '"' || c == '\'' || c == '`') {
            string(c);
        } else if (inBraces) {
            insideBraces(c);
        } else if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
            number();
        } else if (isAlpha(c) || (c == ':' && !inBrackets)) {
            word();
        } else {
            symbol(c);
        }
        return true;
    }

    private void end() {
        if (inBraces) {
            throw error("unexpected end of input inside braces");
        }
        if (parentheses > 0) {
            throw error("unclosed left parenthesis");
        }
        if (inBrackets) {
            throw error("unexpected end of input in duration expression");
        }
        emit(TokenType.END_OF_INPUT);
    }

    private void insideBraces(char c) {
        if (isAlpha(c)) {
            while (isAlphaNumeric(peek(0))) {
                at++;
            }
            emit(TokenType.IDENTIFIER);
            return;
        }
        at++;
        switch (c) {
            case ',' -> emit(TokenType.PUNCTUATION);
            case '=' -> {
                accept('~');
                emit(TokenType.OPERATOR);
            }
            case '!' -> {
                if (!accept('~') && !accept('=')) {
                    throw error("unexpected character after '!' inside braces: " + shown(at));
                }
                emit(TokenType.OPERATOR);
            }
            case '{' -> throw error("unexpected left brace '{'");
            case '}' -> {
                inBraces = false;
                emit(TokenType.PUNCTUATION);
            }
            default -> throw error("unexpected character inside braces: " + shown(at - 1));
        }
    }

    private void symbol(char c) {
        at++;
        if (OPERATORS.indexOf(c) >= 0) {
            emit(TokenType.OPERATOR);
            return;
        }
        switch (c) {
            case ',' -> emit(TokenType.PUNCTUATION);
            case '@' -> emit(TokenType.OPERATOR);
            case '=', '!', '<', '>' -> comparison(c);
            case '(' -> {
                parentheses++;
                emit(TokenType.PUNCTUATION);
            }
            case ')' -> {
                if (--parentheses < 0) {
                    throw error("unexpected right parenthesis ')'");
                }
                emit(TokenType.PUNCTUATION);
            }
            case '{' -> {
                inBraces = true;
                emit(TokenType.PUNCTUATION);
            }
            case '[', ']', ':' -> bracket(c);
            default -> throw error("unexpected character: " + shown(at - 1));
        }
    }

    private void comparison(char c) {
        if (c == '=' && peek(0) == '~') {
            throw error("unexpected character after '=': '~'");
        }
        boolean equal = accept('=');
        if (c == '!' && !equal) {
            throw error("unexpected character after '!': " + shown(at));
        }
        if (!equal && (c == '<' || c == '>')) {
            accept('/');
        }
        emit(TokenType.OPERATOR);
    }

    private void bracket(char c) {
        switch (c) {
            case '[' -> {
                if (inBrackets) {
                    throw error("unexpected left bracket '['");
                }
                inBrackets = true;
                colonSeen = false;
            }
            case ']' -> {
                if (!inBrackets) {
                    throw error("unexpected right bracket ']'");
                }
                inBrackets = false;
            }
            default -> {
                if (tokens.getLast().is("[")) {
                    throw error("unexpected colon before duration in duration expression");
                }
                if (colonSeen) {
                    throw error("unexpected repeated colon in duration expression");
                }
                colonSeen = true;
            }
        }
        emit(TokenType.PUNCTUATION);
    }

    private void word() {
        while (isAlphaNumeric(peek(0)) || (peek(0) == ':' && !inBrackets)) {
            at++;
        }
        String word = query.substring(start, at);
        String lower = word.toLowerCase(Locale.ROOT);
        if (inBrackets && !isDurationWord(lower)) {
            throw error("unexpected character in duration expression: " + shown(start));
        }
        if (lower.equals("inf") || lower.equals("nan")) {
            emit(TokenType.NUMBER);
        } else {
            emit(TokenType.keyword(word).filter(this::isMeant).orElse(identifier(word)));
        }
    }

    /// `fill`, `fill_left` and `fill_right` are keywords before a parenthesis only: they came late,
    /// and metrics have these names.
    private boolean isMeant(TokenType keyword) {
        if (keyword != TokenType.FILL
                && keyword != TokenType.FILL_LEFT
                && keyword != TokenType.FILL_RIGHT) {
            return true;
        }
        int next = at;
        while (next < query.length() && isSpace(query.charAt(next))) {
            next++;
        }
        return next < query.length() && query.charAt(next) == '(';
    }

    private static TokenType identifier(String word) {
        return word.indexOf(':') < 0 ? TokenType.IDENTIFIER : TokenType.METRIC_IDENTIFIER;
    }

    private static boolean isDurationWord(String word) {
        return switch (word) {
            case "step", "range", "max_of", "min_of", "inf", "nan" -> true;
            default -> false;
        };
    }

    private void number() {
        int end = new NumberScanner(query, at).end();
        if (end > 0 && !isAlphaNumeric(charAt(end))) {
            at = end;
            emit(TokenType.NUMBER);
            return;
        }
        if (duration()) {
            emit(TokenType.DURATION);
            return;
        }
        while (isAlphaNumeric(peek(0)) || peek(0) == '.') {
            at++;
        }
        throw error("bad number or duration syntax: " + GoQuote.quote(query.substring(start, at)));
    }

    /// Digits and units in turn: `1h30m`, `500ms`. Whether the units are in order is the parser's
    /// to say.
    private boolean duration() {
        int end = at;
        while (isDigit(charAt(end))) {
            int digits = end;
            while (isDigit(charAt(end))) {
                end++;
            }
            if (end == digits || UNITS.indexOf(charAt(end)) < 0) {
                return false;
            }
            end++;
            if (charAt(end - 1) == 'm' && charAt(end) == 's') {
                end++;
            }
        }
        if (end == at || isAlphaNumeric(charAt(end))) {
            return false;
        }
        at = end;
        return true;
    }

    private void string(char quote) {
        at++;
        while (at < query.length()) {
            char c = query.charAt(at++);
            if (c == quote) {
                emit(TokenType.STRING);
                return;
            }
            if (quote != '`' && c == '\\') {
                at = new EscapeScanner(query, quote, this::error).end(at);
            } else if (quote != '`' && c == '\n') {
                throw error("unterminated quoted string");
            }
        }
        throw error(quote == '`' ? "unterminated raw string" : "unterminated quoted string");
    }

    private void emit(TokenType type) {
        tokens.add(new Token(type, query.substring(start, at), new Position(start, at)));
    }

    private ParseException error(String what) {
        return new ParseException(query, new Position(start, query.length()), what);
    }

    private boolean accept(char c) {
        if (peek(0) == c) {
            at++;
            return true;
        }
        return false;
    }

    private char peek(int ahead) {
        return charAt(at + ahead);
    }

    /// NUL behind the end: no character of PromQL.
    private char charAt(int index) {
        return index < query.length() ? query.charAt(index) : 0;
    }

    private String shown(int index) {
        if (index >= query.length()) {
            return "end of input";
        }
        return "'" + Character.toString(query.codePointAt(index)) + "'";
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isAlpha(char c) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    static boolean isAlphaNumeric(char c) {
        return isAlpha(c) || isDigit(c);
    }
}

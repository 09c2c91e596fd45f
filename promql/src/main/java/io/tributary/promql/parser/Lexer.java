package io.tributary.promql.parser;

import io.tributary.model.GoQuote;
import io.tributary.promql.ast.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Cuts a query into tokens. What a character means depends on the brackets around it: inside `{}`
/// words are never keywords, inside `[]` only durations and their arithmetic stand: strictly up to
/// the first number, behind which upstream's lexer is back among statements, and only its messages
/// differ.
final class Lexer {
    private static final String OPERATORS = "+-*/%^";
    private static final String IN_DURATION = "+-*/%^(),:]";

    private final String query;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int start;
    private int parentheses;
    private boolean inBraces;
    private boolean inBrackets;

    /// Whether nothing but a duration may come.
    private boolean inDuration;

    /// Whether a number stood in any brackets so far.
    private boolean durationSeen;

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
        } else if (inDuration && !canStandInDuration(c)) {
            throw error("unexpected character in duration expression: " + shown(at));
        } else if (c == '#') {
            int newline = query.indexOf('\n', at);
            at = newline < 0 ? query.length() : newline;
        } else if (c == '"' || c == '\'' || c == '`') {
            string(c);
        } else if (inBraces) {
            insideBraces(c);
        } else if (isNumberStart(c)) {
            number();
        } else if (isAlpha(c) && inBrackets) {
            durationWord();
        } else if (isAlpha(c) || (c == ':' && !inBrackets)) {
            word();
        } else {
            symbol(c);
        }
        return true;
    }

    private boolean canStandInDuration(char c) {
        return IN_DURATION.indexOf(c) >= 0 || isNumberStart(c) || isAlpha(c);
    }

    private boolean isNumberStart(char c) {
        return isDigit(c) || (c == '.' && isDigit(peek(1)));
    }

    private void end() {
        if (inBraces) {
            throw error("unexpected end of input inside braces");
        }
        if (inDuration) {
            throw error("unexpected end of input in duration expression");
        }
        if (parentheses > 0) {
            throw error("unclosed left parenthesis");
        }
        if (inBrackets) {
            throw error("unclosed left bracket");
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
                    start = at;
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
                inDuration = true;
                colonSeen = false;
            }
            case ']' -> {
                if (!inBrackets) {
                    throw error("unexpected right bracket ']'");
                }
                inBrackets = false;
                inDuration = false;
            }
            default -> colon();
        }
        emit(TokenType.PUNCTUATION);
    }

    private void colon() {
        if (colonSeen && !inDuration) {
            throw error("unexpected colon ':'");
        }
        if (inDuration && !durationSeen) {
            start = at;
            throw error("unexpected colon before duration in duration expression");
        }
        if (colonSeen) {
            start = at;
            throw error("unexpected repeated colon in duration expression");
        }
        colonSeen = true;
    }

    /// `step`, `range`, `max_of`, `min_of`: all words there are in brackets.
    private void durationWord() {
        while (isAlpha(peek(0))) {
            at++;
        }
        String word = query.substring(start, at).toLowerCase(Locale.ROOT);
        switch (word) {
            case "step", "range", "max_of", "min_of" -> emit(TokenType.keyword(word).orElseThrow());
            default ->
                    throw error(
                            inDuration
                                    ? "unexpected character in duration expression: " + shown(start)
                                    : "unexpected character: " + shown(start) + ", expected ':'");
        }
    }

    private void word() {
        while (isAlphaNumeric(peek(0)) || peek(0) == ':') {
            at++;
        }
        String word = query.substring(start, at);
        String lower = word.toLowerCase(Locale.ROOT);
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

    private void number() {
        durationSeen |= inDuration;
        inDuration = false;
        NumberScanner scanner = new NumberScanner(query, at);
        boolean number = scanner.isNumber();
        boolean duration = !number && scanner.isDuration();
        at = scanner.end();
        if (!number && !duration) {
            throw error(
                    "bad number or duration syntax: " + GoQuote.quote(query.substring(start, at)));
        }
        emit(number ? TokenType.NUMBER : TokenType.DURATION);
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

    /// The character as Go's `%q` shows it; the end of input is shown as U+FFFD.
    private String shown(int index) {
        return GoQuote.quote(index < query.length() ? query.codePointAt(index) : 0xFFFD);
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

package io.tributary.promql.parser;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The kinds of tokens. A word that is a keyword is known by its constant's name in lower case.
enum TokenType {
    END_OF_INPUT(Group.OTHER),
    IDENTIFIER(Group.OTHER),
    METRIC_IDENTIFIER(Group.OTHER),
    NUMBER(Group.OTHER),
    DURATION(Group.OTHER),
    STRING(Group.OTHER),
    PUNCTUATION(Group.OTHER),
    OPERATOR(Group.OPERATOR),
    AND(Group.OPERATOR),
    OR(Group.OPERATOR),
    UNLESS(Group.OPERATOR),
    ATAN2(Group.OPERATOR),
    SUM(Group.AGGREGATOR),
    AVG(Group.AGGREGATOR),
    COUNT(Group.AGGREGATOR),
    MIN(Group.AGGREGATOR),
    MAX(Group.AGGREGATOR),
    GROUP(Group.AGGREGATOR),
    STDDEV(Group.AGGREGATOR),
    STDVAR(Group.AGGREGATOR),
    TOPK(Group.AGGREGATOR),
    BOTTOMK(Group.AGGREGATOR),
    COUNT_VALUES(Group.AGGREGATOR),
    QUANTILE(Group.AGGREGATOR),
    LIMITK(Group.AGGREGATOR),
    LIMIT_RATIO(Group.AGGREGATOR),
    OFFSET(Group.KEYWORD),
    SMOOTHED(Group.KEYWORD),
    ANCHORED(Group.KEYWORD),
    BY(Group.KEYWORD),
    WITHOUT(Group.KEYWORD),
    ON(Group.KEYWORD),
    IGNORING(Group.KEYWORD),
    GROUP_LEFT(Group.KEYWORD),
    GROUP_RIGHT(Group.KEYWORD),
    FILL(Group.KEYWORD),
    FILL_LEFT(Group.KEYWORD),
    FILL_RIGHT(Group.KEYWORD),
    BOOL(Group.KEYWORD),
    START(Group.PREPROCESSOR),
    END(Group.PREPROCESSOR),
    STEP(Group.PREPROCESSOR),
    RANGE(Group.PREPROCESSOR),
    MAX_OF(Group.PREPROCESSOR),
    MIN_OF(Group.PREPROCESSOR);

    private enum Group {
        OTHER,
        OPERATOR,
        AGGREGATOR,
        KEYWORD,
        PREPROCESSOR
    }

    private static final Map<String, TokenType> WORDS =
            Stream.of(values())
                    .filter(type -> type.group != Group.OTHER && type != OPERATOR)
                    .collect(Collectors.toUnmodifiableMap(TokenType::word, Function.identity()));

    private final Group group;

    TokenType(Group group) {
        this.group = group;
    }

    /// The keyword that a word is, in any case of letters.
    static Optional<TokenType> keyword(String word) {
        return Optional.ofNullable(WORDS.get(word.toLowerCase(Locale.ROOT)));
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean isAggregator() {
        return group == Group.AGGREGATOR;
    }

    boolean isKeyword() {
        return group == Group.KEYWORD;
    }

    boolean isOperator() {
        return group == Group.OPERATOR;
    }

    /// Whether a call may begin with this word: `start()`, `step()`, `max_of(…)`.
    boolean isPreprocessor() {
        return group == Group.PREPROCESSOR;
    }

    /// Whether the word can name a metric where no keyword is expected.
    boolean canNameMetric() {
        return switch (this) {
            case IDENTIFIER, METRIC_IDENTIFIER -> true;
            case ATAN2, ON, IGNORING, GROUP_LEFT, GROUP_RIGHT, BOOL -> false;
            default -> group != Group.OTHER && this != OPERATOR;
        };
    }

    /// Whether the word can name a label in `by (…)` and its like.
    boolean canNameLabel() {
        return this == IDENTIFIER
                || this == METRIC_IDENTIFIER
                || (group != Group.OTHER && this != OPERATOR && this != WITHOUT);
    }
}

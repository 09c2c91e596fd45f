package io.tributary.server.query;

import io.tributary.server.api.ApiParameters;
import java.util.ArrayList;
import java.util.List;

/// What was asked, as it is told of.
///
/// @param query its first {@link #LENGTH_MAX} characters
/// @param startMillis the one moment of an instant query, as is `endMillis`
/// @param stepMillis 0 for an instant query
/// @param options that were given besides, in a fixed order
public record Question(
        String query, long startMillis, long endMillis, long stepMillis, List<Option> options) {
    /// What is kept of a query.
    static final int LENGTH_MAX = 64 * 1024;

    private static final List<String> ONE_VALUE =
            List.of("timeout", "limit", "lookback_delta", "stats", "dedup");

    private static final String SEVERAL_VALUES = "replicaLabels";

    /// A parameter that may have changed the answer, as it was sent.
    ///
    /// @param values the first {@link #VALUES_MAX}, of each its first {@link #VALUE_LENGTH_MAX}
    ///   characters
    /// @param isList whether it can have several
    public record Option(String name, List<String> values, boolean isList) {
        /// What is kept of values.
        static final int VALUES_MAX = 20;

        /// What is kept of one.
        static final int VALUE_LENGTH_MAX = 200;

        public Option {
            values = values.stream().limit(VALUES_MAX).map(Option::shortened).toList();
        }

        private static String shortened(String value) {
            return value.length() <= VALUE_LENGTH_MAX
                    ? value
                    : value.substring(0, VALUE_LENGTH_MAX);
        }
    }

    public Question {
        query = query.length() <= LENGTH_MAX ? query : query.substring(0, LENGTH_MAX);
        options = List.copyOf(options);
    }

    static Question instant(ApiParameters parameters, long timeMillis) {
        return new Question(parameters.query(), timeMillis, timeMillis, 0, options(parameters));
    }

    static Question range(ApiParameters parameters, StepRange range) {
        return new Question(
                parameters.query(),
                range.startMillis(),
                range.endMillis(),
                range.stepMillis(),
                options(parameters));
    }

    /// A read of samples as they are stored.
    ///
    /// @param selectors as they are written
    /// @param route what was asked
    public static Question read(
            List<String> selectors, String route, long startMillis, long endMillis) {
        return new Question(
                String.join(" or ", selectors),
                startMillis,
                endMillis,
                0,
                List.of(new Option("read", List.of(route), false)));
    }

    /// Characters of it that are kept in memory.
    int length() {
        int length = query.length();
        for (Option option : options) {
            length += option.values().stream().mapToInt(String::length).sum();
        }
        return length;
    }

    private static List<Option> options(ApiParameters parameters) {
        List<Option> given = new ArrayList<>();
        for (String name : ONE_VALUE) {
            String value = parameters.text(name);
            if (!value.isEmpty()) {
                given.add(new Option(name, List.of(value), false));
            }
        }
        List<String> values = parameters.parameters().all(SEVERAL_VALUES + "[]");
        if (!values.isEmpty()) {
            given.add(new Option(SEVERAL_VALUES, values, true));
        }
        return given;
    }
}

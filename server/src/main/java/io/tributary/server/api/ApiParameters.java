package io.tributary.server.api;

import io.tributary.model.GoQuote;
import io.tributary.model.Matcher;
import io.tributary.promql.parser.ParseException;
import io.tributary.promql.parser.Parser;
import io.tributary.runtime.http.HttpRefusalException;
import io.tributary.runtime.http.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// The parameters of a query route, read as Prometheus reads them and refused in its words.
public record ApiParameters(Parameters parameters) {
    private static final int BAD_REQUEST = 400;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private interface Reader<T> {
        T read(String text);
    }

    public String query() {
        return parameters.first("query").orElse("");
    }

    public boolean has(String name) {
        return parameters.first(name).isPresent();
    }

    public String text(String name) {
        return parameters.first(name).orElse("");
    }

    /// A word for yes or no, as Go's `strconv.ParseBool` reads them; it may be missing, or empty.
    public boolean flag(String name, boolean otherwise) {
        String text = text(name);
        return text.isEmpty() ? otherwise : read(name, text, ApiParameters::flag);
    }

    /// A time that may be missing, in milliseconds.
    public long timeMillis(String name, long otherwise) {
        Optional<String> text = parameters.first(name);
        return text.isEmpty()
                ? otherwise
                : read(
                        name,
                        text.get(),
                        value -> {
                            try {
                                return ApiTime.timeMillis(value);
                            } catch (IllegalArgumentException e) {
                                throw new IllegalArgumentException(
                                        "invalid time value for '%s': %s"
                                                .formatted(name, e.getMessage()),
                                        e);
                            }
                        });
    }

    /// A time that must be there, in milliseconds.
    public long requiredTimeMillis(String name) {
        return read(name, text(name), ApiTime::timeMillis);
    }

    /// A duration that must be there, in nanoseconds.
    public long requiredDurationNanos(String name) {
        return read(name, text(name), ApiTime::durationNanos);
    }

    /// A duration that may be missing, in milliseconds.
    public OptionalLong durationMillis(String name) {
        return has(name)
                ? OptionalLong.of(read(name, text(name), ApiTime::durationNanos) / NANOS_PER_MILLI)
                : OptionalLong.empty();
    }

    /// The lookback of this query; empty where it names none (or none above 0, as upstream).
    public OptionalLong lookbackMillis() {
        if (!has("lookback_delta")) {
            return OptionalLong.empty();
        }
        try {
            long millis = ApiTime.durationNanos(text("lookback_delta")) / NANOS_PER_MILLI;
            return millis > 0 ? OptionalLong.of(millis) : OptionalLong.empty();
        } catch (IllegalArgumentException e) {
            throw new HttpRefusalException(
                    BAD_REQUEST, "error parsing lookback delta duration: " + e.getMessage());
        }
    }

    /// The most elements of an answer; empty for no limit.
    public OptionalInt limit() {
        return has("limit")
                ? read("limit", text("limit"), ApiParameters::limit)
                : OptionalInt.empty();
    }

    /// A whole number that may be missing.
    public OptionalLong number(String name) {
        if (!has(name)) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(atoi(text(name)));
        } catch (IllegalArgumentException e) {
            throw new HttpRefusalException(BAD_REQUEST, name + " must be a number");
        }
    }

    /// The selectors of `match[]`.
    ///
    /// @param asParameter whether a refusal names the parameter: upstream does on one route only
    public List<List<Matcher>> selectors(boolean asParameter) {
        List<List<Matcher>> selectors = new ArrayList<>();
        for (String text : parameters.all("match[]")) {
            selectors.add(selector(text, asParameter));
        }
        for (List<Matcher> matchers : selectors) {
            if (matchers.stream().allMatch(matcher -> matcher.matches(""))) {
                throw selectorRefusal(
                        "match[] must contain at least one non-empty matcher", asParameter);
            }
        }
        return selectors;
    }

    private static List<Matcher> selector(String text, boolean asParameter) {
        try {
            return Parser.parseSelector(text).matchers();
        } catch (ParseException e) {
            throw selectorRefusal(String.valueOf(e.getMessage()), asParameter);
        }
    }

    private static HttpRefusalException selectorRefusal(String text, boolean asParameter) {
        return asParameter ? invalid("match[]", text) : new HttpRefusalException(BAD_REQUEST, text);
    }

    public static HttpRefusalException invalid(String name, String why) {
        return new HttpRefusalException(
                BAD_REQUEST, "invalid parameter %s: %s".formatted(GoQuote.quote(name), why));
    }

    private static boolean flag(String text) {
        return switch (text) {
            case "1", "t", "T", "TRUE", "true", "True" -> true;
            case "0", "f", "F", "FALSE", "false", "False" -> false;
            default ->
                    throw new IllegalArgumentException(
                            "strconv.ParseBool: parsing %s: invalid syntax"
                                    .formatted(GoQuote.quote(text)));
        };
    }

    private static OptionalInt limit(String text) {
        long limit = atoi(text);
        if (limit < 0) {
            throw new IllegalArgumentException("limit must be non-negative");
        }
        return limit == 0
                ? OptionalInt.empty()
                : OptionalInt.of((int) Math.min(limit, Integer.MAX_VALUE));
    }

    /// As Go's `strconv.Atoi` reads a number, and refuses it.
    private static long atoi(String text) {
        String digits = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException(
                    "strconv.Atoi: parsing %s: invalid syntax".formatted(GoQuote.quote(text)));
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "strconv.Atoi: parsing %s: value out of range".formatted(GoQuote.quote(text)),
                    e);
        }
    }

    private static <T> T read(String name, String text, Reader<T> reader) {
        try {
            return reader.read(text);
        } catch (IllegalArgumentException e) {
            throw invalid(name, String.valueOf(e.getMessage()));
        }
    }
}

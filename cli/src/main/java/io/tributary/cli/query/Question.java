package io.tributary.cli.query;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is asked: an expression at one time, or over a span.
sealed interface Question {
    /// At one time.
    ///
    /// @param timeMillis empty: the server's now
    record Instant(String query, Optional<Long> timeMillis) implements Question {}

    /// Over a span.
    ///
    /// @param endMillis included, as the start is
    record Range(String query, long startMillis, long endMillis, long stepMillis)
            implements Question {}

    String query();

    /// The route of Prometheus' API.
    default String route() {
        return switch (this) {
            case Instant _ -> "query";
            case Range _ -> "query_range";
        };
    }

    /// The parameters of that route.
    default List<Map.Entry<String, String>> form(Duration timeout) {
        List<Map.Entry<String, String>> form = new ArrayList<>();
        form.add(Map.entry("query", query()));
        form.add(Map.entry("timeout", seconds(timeout.toMillis())));
        switch (this) {
            case Instant(_, var time) ->
                    time.ifPresent(millis -> form.add(Map.entry("time", seconds(millis))));
            case Range range -> {
                form.add(Map.entry("start", seconds(range.startMillis)));
                form.add(Map.entry("end", seconds(range.endMillis)));
                form.add(Map.entry("step", seconds(range.stepMillis)));
            }
        }
        return form;
    }

    private static String seconds(long millis) {
        return BigDecimal.valueOf(millis, 3).toPlainString();
    }
}

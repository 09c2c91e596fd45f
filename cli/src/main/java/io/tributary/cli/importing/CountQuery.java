package io.tributary.cli.importing;

import static io.tributary.cli.importing.InfluxQl.quoted;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// PromQL that counts samples.
final class CountQuery {
    private CountQuery() {}

    /// The samples of all series of a metric in a stretch of time, asked for at its last
    /// millisecond: a range leaves its earliest moment out.
    ///
    /// @param labels the values that each may have
    static String of(String metric, Map<String, List<String>> labels, Span span) {
        StringBuilder matchers = new StringBuilder("__name__=" + quoted(metric));
        labels.forEach((name, values) -> {
            String any = values.stream().map(CountQuery::literal).collect(Collectors.joining("|"));
            matchers.append(',').append(quoted(name)).append("=~").append(quoted(any));
        });
        return "sum(count_over_time({%s}[%dms]))".formatted(matchers, span.lengthMillis());
    }

    /// A time as the API takes it.
    static String seconds(long millis) {
        return BigDecimal.valueOf(millis, 3).toPlainString();
    }

    /// A text that a regular expression finds as it is.
    private static String literal(String text) {
        StringBuilder pattern = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ("\\.+*?()|[]{}^$".indexOf(c) >= 0) {
                pattern.append('\\');
            }
            pattern.append(c);
        }
        return pattern.toString();
    }
}

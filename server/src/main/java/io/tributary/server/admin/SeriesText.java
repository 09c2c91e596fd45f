package io.tributary.server.admin;

import io.tributary.model.Label;
import io.tributary.model.Matcher;
import io.tributary.promql.parser.ParseException;
import io.tributary.promql.parser.Parser;
import io.tributary.server.api.ApiParameters;
import java.util.List;

/// A series as people write it: `up{job="node"}`, a selector that has `=` alone. Stateless.
final class SeriesText {
    private SeriesText() {}

    /// Its labels, the metric name among them, in the order in which they stand; nothing else is
    /// checked of them.
    ///
    /// @throws io.tributary.runtime.http.HttpRefusalException 400 where it is no series
    static List<Label> read(String text) {
        List<Matcher> matchers;
        try {
            matchers = Parser.parseSelector(text).matchers();
        } catch (ParseException e) {
            throw ApiParameters.invalid("series", String.valueOf(e.getMessage()));
        }
        return matchers.stream().map(SeriesText::label).toList();
    }

    private static Label label(Matcher matcher) {
        if (matcher.type() != Matcher.Type.EQUAL) {
            throw ApiParameters.invalid(
                    "series",
                    "found %s, expected labels of one series, as in up{job=\"node\"}"
                            .formatted(matcher));
        }
        return new Label(matcher.name(), matcher.value());
    }
}

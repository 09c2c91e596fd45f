package io.tributary.promql.engine.info;

import io.tributary.model.Label;
import io.tributary.model.Labels;
import io.tributary.model.Matcher;
import java.util.ArrayList;
import java.util.List;

/// Which series describe others, and which of their labels are asked for: the second argument of
/// `info`.
///
/// @param names what the describing series' names must satisfy
/// @param data what their other labels must satisfy; where there is any, only labels named here are
///   taken over
record Wanted(List<Matcher> names, List<Matcher> data) {
    private static final Matcher TARGET_INFO =
            new Matcher(Matcher.Type.EQUAL, Label.METRIC_NAME, "target_info");
    private static final Matcher ANY_INFO =
            new Matcher(Matcher.Type.REGEX, Label.METRIC_NAME, ".+_info");

    Wanted {
        names = List.copyOf(names);
        data = List.copyOf(data);
    }

    /// What matchers ask for; none ask for all of `target_info`.
    static Wanted of(List<Matcher> matchers) {
        List<Matcher> names = new ArrayList<>();
        List<Matcher> data = new ArrayList<>();
        for (Matcher matcher : matchers) {
            (matcher.name().equals(Label.METRIC_NAME) ? names : data).add(matcher);
        }
        if (names.isEmpty()) {
            names.add(TARGET_INFO);
        } else if (names.stream().allMatch(matcher -> matcher.type().isNegative())) {
            names.addFirst(ANY_INFO);
        }
        return new Wanted(names, data);
    }

    /// Whether the series is one that describes, which is not described itself.
    boolean describes(Labels series) {
        return names.stream().allMatch(matcher -> matcher.matches(series.metricName()));
    }

    /// Whether a label of a describing series is taken over.
    boolean takes(String label) {
        return !label.equals(Label.METRIC_NAME)
                && (data.isEmpty()
                        || data.stream().anyMatch(matcher -> matcher.name().equals(label)));
    }

    /// Whether a series that nothing describes is left as it is, rather than left out.
    boolean keepsUndescribed() {
        return data.stream().allMatch(matcher -> matcher.matches(""));
    }
}

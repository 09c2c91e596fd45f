package io.tributary.gateway.routing;

import java.util.ArrayList;
import java.util.List;

/// A name made of the values of labels: `team-{{namespace}}`. A series that has not all of the
/// labels gives no name.
///
/// @param texts around the labels: one more than there are labels
/// @param labels whose values stand between the texts, one at least
public record NameTemplate(List<String> texts, List<String> labels) {
    static final int CHARS_MAX = 500;

    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";

    public NameTemplate {
        texts = List.copyOf(texts);
        labels = List.copyOf(labels);
    }

    /// As it is written.
    public String text() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < labels.size(); i++) {
            text.append(texts.get(i)).append(OPEN).append(labels.get(i)).append(CLOSE);
        }
        return text.append(texts.getLast()).toString();
    }

    /// Reads `TEXT{{LABEL}}TEXT…`; blanks around the label's name are not part of it.
    ///
    /// @throws IllegalArgumentException in words, if it is none
    static NameTemplate parse(String text) {
        if (text.length() > CHARS_MAX) {
            throw new IllegalArgumentException(
                    "%d characters, expected at most %d".formatted(text.length(), CHARS_MAX));
        }
        List<String> texts = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        int at = 0;
        for (int open = text.indexOf(OPEN); open >= 0; open = text.indexOf(OPEN, at)) {
            int close = text.indexOf(CLOSE, open);
            if (close < 0) {
                throw new IllegalArgumentException("{{ without }}");
            }
            texts.add(text.substring(at, open));
            labels.add(text.substring(open + OPEN.length(), close).strip());
            at = close + CLOSE.length();
        }
        texts.add(text.substring(at));
        if (labels.isEmpty()) {
            throw new IllegalArgumentException("no label, expected one at least: {{label}}");
        }
        return new NameTemplate(texts, labels);
    }
}

package io.tributary.format.otlp.rules;

import java.util.Arrays;
import java.util.Optional;

/// How names of OTLP become names here, with the words of Prometheus' configuration.
public enum TranslationStrategy {
    /// Prometheus' classic names: underscores, units and `_total` behind metrics' names.
    UNDERSCORE_ESCAPING_WITH_SUFFIXES("UnderscoreEscapingWithSuffixes", true, true),
    /// Underscores, no suffixes.
    UNDERSCORE_ESCAPING_WITHOUT_SUFFIXES("UnderscoreEscapingWithoutSuffixes", true, false),
    /// Names as they are, suffixes behind metrics' names.
    NO_UTF8_ESCAPING_WITH_SUFFIXES("NoUTF8EscapingWithSuffixes", false, true),
    /// Names as they are.
    NO_TRANSLATION("NoTranslation", false, false);

    private final String word;
    private final boolean escapes;
    private final boolean addsSuffixes;

    TranslationStrategy(String word, boolean escapes, boolean addsSuffixes) {
        this.word = word;
        this.escapes = escapes;
        this.addsSuffixes = addsSuffixes;
    }

    /// The strategy with this word; empty if there is none.
    public static Optional<TranslationStrategy> of(String word) {
        return Arrays.stream(values()).filter(s -> s.word.equals(word)).findFirst();
    }

    /// In Prometheus' configuration.
    public String word() {
        return word;
    }

    /// Whether all but ASCII letters and digits (and a metric's colons) become underscores.
    public boolean escapes() {
        return escapes;
    }

    /// Whether metrics' names end in their unit and `_total` or `_ratio`.
    public boolean addsSuffixes() {
        return addsSuffixes;
    }
}

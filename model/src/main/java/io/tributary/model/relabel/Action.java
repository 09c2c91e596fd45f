package io.tributary.model.relabel;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// What a {@link RelabelRule} does. *The source* is the values of its source labels, joined.
public enum Action {
    /// Sets the target to the replacement where the expression matches the source.
    REPLACE,
    /// Drops the series unless the expression matches the source.
    KEEP,
    /// Drops the series if the expression matches the source.
    DROP,
    /// Drops the series unless the target's value is the source.
    KEEPEQUAL,
    /// Drops the series if the target's value is the source.
    DROPEQUAL,
    /// Sets the target to a hash of the source, modulo the modulus.
    HASHMOD,
    /// Copies each label whose name matches to the name that the replacement makes of it.
    LABELMAP,
    /// Takes away each label whose name matches.
    LABELDROP,
    /// Takes away each label whose name does not match.
    LABELKEEP,
    /// Sets the target to the source in lower case.
    LOWERCASE,
    /// Sets the target to the source in upper case.
    UPPERCASE;

    /// How it is written in a configuration.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The action that is written so.
    ///
    /// @param word upper case or lower, as in Prometheus
    /// @throws IllegalArgumentException if there is no such action
    public static Action of(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(action -> action.word().equals(lower))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                RuleCheck.finding("action", word, "one of " + words())));
    }

    private static String words() {
        return Arrays.stream(values()).map(Action::word).collect(Collectors.joining(", "));
    }

    boolean writesTarget() {
        return switch (this) {
            case REPLACE, HASHMOD, LOWERCASE, UPPERCASE -> true;
            case KEEP, DROP, KEEPEQUAL, DROPEQUAL, LABELMAP, LABELDROP, LABELKEEP -> false;
        };
    }

    boolean comparesTarget() {
        return this == KEEPEQUAL || this == DROPEQUAL;
    }

    boolean changesCase() {
        return this == LOWERCASE || this == UPPERCASE;
    }

    boolean takesLabelsAway() {
        return this == LABELDROP || this == LABELKEEP;
    }
}

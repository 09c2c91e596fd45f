package io.tributary.runtime.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToIntFunction;

/// What a misspelt word was meant to be.
public final class Spelling {
    /// Longest unknown word that is compared with the known ones, in characters.
    private static final int GUESSED_LENGTH_MAX = 128;

    private Spelling() {}

    /// The known word nearest to `word`, if it is near: one letter in four is wrong at most, or the
    /// last part of it is that of the known word.
    public static Optional<String> nearest(String word, Collection<String> known) {
        if (word.length() > GUESSED_LENGTH_MAX) {
            return Optional.empty();
        }
        String small = word.toLowerCase(Locale.ROOT);
        ToIntFunction<String> away = other -> distance(small, other.toLowerCase(Locale.ROOT));
        Optional<String> guess = known.stream().min(Comparator.comparingInt(away));
        if (guess.filter(other -> away.applyAsInt(other) <= Math.max(2, word.length() / 4))
                .isPresent()) {
            return guess;
        }
        String last = small.substring(small.lastIndexOf('.') + 1);
        return known.stream()
                .filter(other -> other.toLowerCase(Locale.ROOT).endsWith("." + last))
                .findFirst();
    }

    /// How many letters must be put in, taken out or changed (Levenshtein, 1966).
    private static int distance(String left, String right) {
        int[] row = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int changed = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[right.length()];
    }
}

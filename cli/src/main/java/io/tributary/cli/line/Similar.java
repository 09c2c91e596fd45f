package io.tributary.cli.line;

import java.util.List;

/// What somebody may have meant who mistyped a word.
final class Similar {
    private Similar() {}

    /// The nearest of the words, as the end of a sentence; empty if none is near: at most half of
    /// its letters differ, or it is the beginning of one.
    static String suggestion(String word, List<String> words) {
        String nearest = "";
        int letters = letters(word);
        int least = letters == 0 ? 0 : letters / 2 + 1;
        for (String other : words) {
            int distance = other.startsWith(word) ? 0 : distance(word, other);
            if (distance < least) {
                least = distance;
                nearest = other;
            }
        }
        return nearest.isEmpty() ? "" : ": did you mean " + nearest + "?";
    }

    private static int letters(String word) {
        int count = 0;
        for (int i = 0; i < word.length(); i++) {
            if (Character.isLetter(word.charAt(i))) {
                count++;
            }
        }
        return count;
    }

    /// How many letters must be changed, added or taken away (Levenshtein).
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int same = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
                int changed = diagonal + same;
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}

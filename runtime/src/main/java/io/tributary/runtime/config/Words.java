package io.tributary.runtime.config;

/// The spelling of keys: their shape, and their name in the environment.
final class Words {
    private Words() {}

    static String capitalized(String word) {
        return word.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    /// Whether it is words of letters and digits (and `_`), small first, with dots between.
    static boolean isKey(String key) {
        for (String part : key.split("\\.", -1)) {
            if (part.isEmpty()
                    || !(part.charAt(0) >= 'a' && part.charAt(0) <= 'z')
                    || !part.chars().allMatch(Words::isKeyLetter)) {
                return false;
            }
        }
        return true;
    }

    /// `head.lateWindow` as `TRIBUTARY_HEAD__LATE_WINDOW`.
    static String environmentName(String key) {
        StringBuilder name = new StringBuilder("TRIBUTARY_");
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c == '.') {
                name.append("__");
            } else if (c >= 'A' && c <= 'Z') {
                name.append('_').append(c);
            } else {
                name.append(Character.toUpperCase(c));
            }
        }
        return name.toString();
    }

    private static boolean isKeyLetter(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_';
    }
}

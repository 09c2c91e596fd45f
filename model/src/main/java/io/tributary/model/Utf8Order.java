package io.tributary.model;

/// The order of strings by their UTF-8 bytes, which is Go's and so Prometheus' order of names.
///
/// Java orders strings by UTF-16 units, which puts a surrogate pair (U+10000 and above) before
/// U+E000..U+FFFF.
public final class Utf8Order {
    private Utf8Order() {}

    /// Negative, zero or positive as `left` sorts before, with or after `right`.
    public static int compare(String left, String right) {
        if (left.equals(right)) {
            return 0; // at once for one and the same object, as series of one store mostly have
        }
        int shared = Math.min(left.length(), right.length());
        for (int i = 0; i < shared; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                return rank(a) - rank(b);
            }
        }
        return left.length() - right.length();
    }

    /// Moves surrogates above all other units; the order inside each of the two groups stays.
    private static int rank(char unit) {
        if (unit < 0xD800) {
            return unit;
        }
        return unit < 0xE000 ? unit + 0x2000 : unit - 0x800;
    }
}

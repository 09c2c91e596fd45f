package io.tributary.gateway.audit;

/// Cuts texts that come from outside.
final class BoundedText {
    private static final char MORE = '…';

    private BoundedText() {}

    /// The text, or its first characters and `…` where it is longer than `charsMax`. No pair of
    /// surrogates is cut.
    static String cut(String text, int charsMax) {
        if (text.length() <= charsMax) {
            return text;
        }
        int end = charsMax - 1;
        if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end) + MORE;
    }
}

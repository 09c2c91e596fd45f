package io.tributary.format.exposition;

import io.tributary.format.lines.LineCursor;
import io.tributary.format.lines.SymbolText;

/// Where names and values of a line end, and texts without their escapes. Stateless.
final class ExpositionText {
    private ExpositionText() {}

    /// Where a name without quotes ends that begins at `from`: there, if none does.
    ///
    /// @param colons whether colons may stand in it, as in a metric's
    static int nameEnd(LineCursor in, int from, boolean colons) {
        int at = from;
        while (isNameByte(in.at(at), colons, at > from)) {
            at++;
        }
        return at;
    }

    /// Where a number ends that begins at `from`: at a blank, or with the line.
    static int numberEnd(LineCursor in, int from) {
        int at = from;
        while (at < in.limit() && in.at(at) != ' ' && in.at(at) != '\t') {
            at++;
        }
        return at;
    }

    /// Whether `bytes[from .. to)` are this word of ASCII.
    static boolean is(String word, byte[] bytes, int from, int to) {
        if (to - from != word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (bytes[from + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// Copies `bytes[from .. to)` with line feeds, backslashes and quotes for their escapes; a
    /// backslash before anything else stands for itself.
    ///
    /// @param quotes whether `\"` is an escape
    static void copy(byte[] bytes, int from, int to, boolean quotes, SymbolText into) {
        int copied = from;
        int at = from;
        while (at < to) {
            boolean pair = bytes[at] == '\\' && at + 1 < to;
            if (pair && isEscape(bytes[at + 1], quotes)) {
                into.put(bytes, copied, at - copied);
                into.put(bytes[at + 1] == 'n' ? '\n' : bytes[at + 1]);
                copied = at + 2;
            }
            at += pair ? 2 : 1;
        }
        into.put(bytes, copied, to - copied);
    }

    private static boolean isEscape(byte escaped, boolean quotes) {
        return escaped == 'n' || escaped == '\\' || (escaped == '"' && quotes);
    }

    private static boolean isNameByte(int c, boolean colons, boolean digits) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || c == '_'
                || (c == ':' && colons)
                || (c >= '0' && c <= '9' && digits);
    }
}

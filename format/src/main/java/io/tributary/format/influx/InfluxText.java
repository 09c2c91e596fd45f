package io.tributary.format.influx;

import io.tributary.format.lines.LineCursor;
import io.tributary.format.lines.SymbolText;

/// Where names and values of a line end, and names without their escapes. Stateless.
final class InfluxText {
    private InfluxText() {}

    /// Where a name, or a tag's value, ends that begins at `from`: at a comma, at a space, at an
    /// equals sign if that is asked for, or with the line; none behind a backslash.
    static int nameEnd(LineCursor in, int from, boolean atEquals) {
        byte[] bytes = in.bytes();
        int limit = in.limit();
        int at = from;
        while (at < limit) {
            byte c = bytes[at];
            if (c == '\\') {
                at++;
            } else if (c == ',' || c == ' ' || (c == '=' && atEquals)) {
                return at;
            }
            at++;
        }
        return limit;
    }

    /// Where a value ends that is no text: at a comma, at a space, or with the line.
    static int valueEnd(LineCursor in, int from) {
        byte[] bytes = in.bytes();
        int at = from;
        while (at < in.limit() && bytes[at] != ',' && bytes[at] != ' ') {
            at++;
        }
        return at;
    }

    /// Copies `bytes[from .. to)` without the backslashes that make the byte behind them plain.
    static void copyName(byte[] bytes, int from, int to, SymbolText into) {
        int copied = from;
        int at = from;
        while (at < to) {
            boolean pair = bytes[at] == '\\' && at + 1 < to;
            if (pair && isPlain(bytes[at + 1])) {
                into.put(bytes, copied, at - copied);
                copied = at + 1;
            }
            at += pair ? 2 : 1;
        }
        into.put(bytes, copied, to - copied);
    }

    /// Puts `_` for each character, from `from` on, that names before Prometheus 3 do not have.
    ///
    /// @param colons whether they have colons, as a metric's
    static void sanitize(SymbolText text, int from, boolean colons) {
        byte[] bytes = text.bytes();
        int to = from;
        for (int at = from; at < text.length(); at++) {
            byte c = bytes[at];
            boolean continues = (c & 0xC0) == 0x80 && at > from;
            if (!continues) {
                bytes[to++] = isOld(c) || (c == ':' && colons) ? c : (byte) '_';
            }
        }
        text.truncate(to);
    }

    private static boolean isOld(byte c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_';
    }

    private static boolean isPlain(byte escaped) {
        return escaped == ',' || escaped == '=' || escaped == ' ' || escaped == '\\';
    }
}

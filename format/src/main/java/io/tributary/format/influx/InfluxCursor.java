package io.tributary.format.influx;

import io.tributary.format.lines.LineException;
import io.tributary.format.lines.LineFault;
import io.tributary.format.lines.SymbolText;

/// The bytes of a request, line by line: where a line ends, and where the pieces of it do. Reused;
/// owned by one thread at a time.
///
/// A line ends at its line feed, but for a text in quotes, which may hold some.
final class InfluxCursor {
    private byte[] bytes = {};
    private int end;
    private int start;
    private int limit;
    private int next;
    private int number;
    private int feeds;

    void reset(byte[] requestBytes, int offset, int length) {
        bytes = requestBytes;
        end = offset + length;
        next = offset;
        feeds = 0;
    }

    /// Goes to the next line.
    ///
    /// @return whether there is one
    boolean nextLine() {
        if (next >= end) {
            return false;
        }
        start = next;
        number = feeds + 1;
        endLine(start);
        return true;
    }

    /// After a line that was refused: goes on behind its first line feed, wherever a text that it
    /// seemed to hold ended.
    void giveUp() {
        feeds = number - 1;
        endLine(start);
    }

    int start() {
        return start;
    }

    /// One past the line's last byte, line feed and carriage return not counted.
    int limit() {
        return limit;
    }

    /// The line's number, from 1.
    int number() {
        return number;
    }

    /// The byte at `at`, or a line feed where the line is over.
    int at(int at) {
        return at < limit ? bytes[at] : '\n';
    }

    /// Where a name, or a tag's value, ends that begins at `from`: at a comma, at a space, at an
    /// equals sign if that is asked for, or with the line; none behind a backslash.
    int nameEnd(int from, boolean atEquals) {
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
    int valueEnd(int from) {
        int at = from;
        while (at < limit && bytes[at] != ',' && bytes[at] != ' ') {
            at++;
        }
        return at;
    }

    /// One behind the quote that ends the text that begins at `from`; the line goes on as far.
    ///
    /// @throws LineException if there is none in the whole request
    int textEnd(int from) throws LineException {
        int at = from + 1;
        while (at < end && bytes[at] != '"') {
            at += bytes[at] == '\\' ? 2 : 1;
        }
        if (at >= end) {
            throw new LineException(LineFault.SYNTAX, "a text has no closing quote", from);
        }
        if (at >= limit) {
            for (int i = next; i <= at; i++) {
                feeds += bytes[i] == '\n' ? 1 : 0;
            }
            endLine(at);
        }
        return at + 1;
    }

    int skipSpaces(int from) {
        int at = from;
        while (at < limit && bytes[at] == ' ') {
            at++;
        }
        return at;
    }

    /// Copies `[from .. to)` without the backslashes that make the byte behind them plain.
    void copyName(int from, int to, SymbolText into) {
        int copied = from;
        for (int at = from; at < to; at++) {
            if (bytes[at] == '\\' && at + 1 < to) {
                byte escaped = bytes[at + 1];
                if (escaped == ',' || escaped == '=' || escaped == ' ' || escaped == '\\') {
                    into.put(bytes, copied, at - copied);
                    copied = at + 1;
                }
                at++;
            }
        }
        into.put(bytes, copied, to - copied);
    }

    private void endLine(int from) {
        int at = from;
        while (at < end && bytes[at] != '\n') {
            at++;
        }
        next = at + 1;
        feeds++;
        limit = at > start && bytes[at - 1] == '\r' ? at - 1 : at;
    }
}

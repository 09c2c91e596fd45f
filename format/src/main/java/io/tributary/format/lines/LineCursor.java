package io.tributary.format.lines;

/// The bytes of a request, line by line. Reused; owned by one thread at a time.
///
/// A line ends at its line feed, but for what stands in quotes, which may hold some where the
/// format allows it. Where a line turns out to be wrong, the next begins behind its *first* line
/// feed: a quote that is not closed costs one line, not the rest of the request. Time stays linear:
/// what such a quote ran over holds none that begins a text of its own, so it is run over once more
/// at most.
public final class LineCursor {
    private byte[] bytes = {};
    private int end;
    private int start;
    private int limit;
    private int next;
    private int number;
    private int feeds;

    /// Goes before the first line of `requestBytes[offset .. offset + length)`.
    public void reset(byte[] requestBytes, int offset, int length) {
        bytes = requestBytes;
        end = offset + length;
        next = offset;
        feeds = 0;
    }

    /// Goes to the next line.
    ///
    /// @return whether there is one
    public boolean nextLine() {
        if (next >= end) {
            return false;
        }
        start = next;
        number = feeds + 1;
        endLine(start);
        return true;
    }

    /// After a line that was refused: goes on behind its first line feed.
    public void giveUp() {
        feeds = number - 1;
        endLine(start);
    }

    /// Where the line begins.
    public int start() {
        return start;
    }

    /// One past the line's last byte, line feed and carriage return not counted.
    public int limit() {
        return limit;
    }

    /// The line's number, from 1.
    public int number() {
        return number;
    }

    /// Whether the line has a line feed.
    public boolean isEnded() {
        return next <= end;
    }

    /// The request's bytes.
    public byte[] bytes() {
        return bytes;
    }

    /// The byte at `at`, or a line feed where the line is over.
    public int at(int at) {
        return at < limit ? bytes[at] : '\n';
    }

    public int skipSpaces(int from) {
        int at = from;
        while (at < limit && bytes[at] == ' ') {
            at++;
        }
        return at;
    }

    /// Goes over spaces and tabs.
    public int skipBlanks(int from) {
        int at = from;
        while (at < limit && (bytes[at] == ' ' || bytes[at] == '\t')) {
            at++;
        }
        return at;
    }

    /// One behind the quote that closes the one at `from`; one behind a backslash closes nothing.
    /// The line goes on as far, over line feeds.
    ///
    /// @throws LineException if there is none in the whole request
    public int quoteEnd(int from) throws LineException {
        int at = from + 1;
        while (at < end && bytes[at] != '"') {
            at += bytes[at] == '\\' ? 2 : 1;
        }
        if (at >= end) {
            throw new LineException(LineFault.SYNTAX, "a quote is not closed", from);
        }
        if (at >= limit) {
            for (int i = next; i <= at; i++) {
                feeds += bytes[i] == '\n' ? 1 : 0;
            }
            endLine(at);
        }
        return at + 1;
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

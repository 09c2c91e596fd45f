package io.tributary.format.remoteread;

import io.tributary.format.protobuf.MalformedRequestException;
import io.tributary.format.protobuf.ProtoCursor;
import io.tributary.model.Matcher;
import io.tributary.model.text.RegexSize;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads a `ReadRequest`. For one request, on one thread.
///
/// Hints may narrow a query's range, and say nothing else here: what a client does with the samples
/// is its own affair. Upstream takes the range of the hints for that of the query.
///
/// Bounds: {@link #QUERIES_MAX} queries, {@link #MATCHERS_MAX} matchers and programs of {@link
/// #REGEX_SIZE_MAX} instructions, all of a request together.
public final class ReadRequestDecoder {
    static final int QUERIES_MAX = 1_000;
    static final int MATCHERS_MAX = 10_000;
    static final int REGEX_SIZE_MAX = 1_000_000;

    private static final String PROTOCOL = "remote read";

    private static final int QUERIES = 1;
    private static final int ACCEPTED = 2;

    private static final int START = 1;
    private static final int END = 2;
    private static final int MATCHERS = 3;
    private static final int HINTS = 4;

    private static final int HINTS_START = 3;
    private static final int HINTS_END = 4;

    private static final Matcher.Type[] TYPES = {
        Matcher.Type.EQUAL, Matcher.Type.NOT_EQUAL, Matcher.Type.REGEX, Matcher.Type.NOT_REGEX
    };

    private final ProtoCursor in = new ProtoCursor(PROTOCOL);
    private final byte[] bytes;
    private final int start;
    private int matchersRead;
    private long regexSize;
    private boolean asksForType;

    private ReadRequestDecoder(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.start = offset;
        in.reset(bytes, offset, length);
    }

    /// Reads the message that stands in `bytes[offset .. offset + length)`.
    ///
    /// @throws MalformedRequestException if it is none, asks for what cannot be, or is over a bound
    public static ReadRequest decode(byte[] bytes, int offset, int length)
            throws MalformedRequestException {
        return new ReadRequestDecoder(bytes, offset, length).request();
    }

    private ReadRequest request() throws MalformedRequestException {
        List<ReadQuery> queries = new ArrayList<>();
        Optional<ResponseType> type = Optional.empty();
        while (!in.atEnd()) {
            int tag = in.readTag();
            switch (ProtoCursor.fieldNumber(tag)) {
                case QUERIES -> {
                    in.expect(ProtoCursor.LENGTH_DELIMITED, tag, "ReadRequest");
                    if (queries.size() == QUERIES_MAX) {
                        throw malformed("more than " + QUERIES_MAX + " queries");
                    }
                    queries.add(query());
                }
                case ACCEPTED -> {
                    Optional<ResponseType> first = accepted(tag);
                    type = type.or(() -> first);
                }
                default -> in.skip(tag);
            }
        }
        return new ReadRequest(queries, asksForType ? type : Optional.of(ResponseType.SAMPLES));
    }

    /// The first of a list, packed or alone, that there is.
    private Optional<ResponseType> accepted(int tag) throws MalformedRequestException {
        if (!ProtoCursor.isPacked(tag)) {
            asksForType = true;
            return ResponseType.ofNumber((int) in.readVarint(tag, "ReadRequest"));
        }
        int outer = in.enter();
        Optional<ResponseType> first = Optional.empty();
        while (!in.atEnd()) {
            asksForType = true;
            Optional<ResponseType> next = ResponseType.ofNumber((int) in.readVarint());
            first = first.or(() -> next);
        }
        in.leave(outer);
        return first;
    }

    private ReadQuery query() throws MalformedRequestException {
        int outer = in.enter();
        long from = 0;
        long to = 0;
        Range hints = Range.UNSAID;
        List<Matcher> matchers = new ArrayList<>();
        while (!in.atEnd()) {
            int tag = in.readTag();
            switch (ProtoCursor.fieldNumber(tag)) {
                case START -> from = in.readVarint(tag, "Query");
                case END -> to = in.readVarint(tag, "Query");
                case MATCHERS -> matchers.add(matcher(tag));
                case HINTS -> hints = hints(tag, hints);
                default -> in.skip(tag);
            }
        }
        if (matchers.isEmpty()) {
            throw malformed("a query without matchers");
        }
        in.leave(outer);
        return hints.equals(Range.UNSAID)
                ? new ReadQuery(from, to, matchers)
                : new ReadQuery(Math.max(from, hints.from), Math.min(to, hints.to), matchers);
    }

    /// What hints narrow a query to.
    private record Range(long from, long to) {
        static final Range UNSAID = new Range(0, 0);
    }

    /// @param before what an earlier field of the same message said
    private Range hints(int tag, Range before) throws MalformedRequestException {
        int outer = in.enter(tag, "Query");
        long from = before.from;
        long to = before.to;
        while (!in.atEnd()) {
            int field = in.readTag();
            switch (ProtoCursor.fieldNumber(field)) {
                case HINTS_START -> from = in.readVarint(field, "ReadHints");
                case HINTS_END -> to = in.readVarint(field, "ReadHints");
                default -> in.skip(field);
            }
        }
        in.leave(outer);
        return new Range(from, to);
    }

    private Matcher matcher(int tag) throws MalformedRequestException {
        in.expect(ProtoCursor.LENGTH_DELIMITED, tag, "Query");
        if (matchersRead == MATCHERS_MAX) {
            throw malformed("more than " + MATCHERS_MAX + " matchers");
        }
        matchersRead++;
        int outer = in.enter();
        int type = 0;
        String name = "";
        String value = "";
        while (!in.atEnd()) {
            int field = in.readTag();
            switch (ProtoCursor.fieldNumber(field)) {
                case 1 -> type = (int) in.readVarint(field, "LabelMatcher");
                case 2 -> name = text(field);
                case 3 -> value = text(field);
                default -> in.skip(field);
            }
        }
        Matcher matcher = matcher(type, name, value);
        in.leave(outer);
        return matcher;
    }

    private Matcher matcher(int number, String name, String value)
            throws MalformedRequestException {
        if (number < 0 || number >= TYPES.length) {
            throw malformed("matcher type " + number);
        }
        Matcher.Type type = TYPES[number];
        try {
            if (type.isRegex()) {
                regexSize += RegexSize.of(value);
                if (regexSize > REGEX_SIZE_MAX) {
                    throw malformed("regular expressions of too many instructions");
                }
            }
            return new Matcher(type, name, value);
        } catch (IllegalArgumentException e) {
            throw malformed("matcher of " + name + ": " + e.getMessage());
        }
    }

    /// What is not UTF-8 is U+FFFD, which no label has.
    private String text(int tag) throws MalformedRequestException {
        int outer = in.enter(tag, "LabelMatcher");
        String text =
                new String(
                        bytes, in.position(), in.limit() - in.position(), StandardCharsets.UTF_8);
        in.moveTo(in.limit());
        in.leave(outer);
        return text;
    }

    private MalformedRequestException malformed(String what) {
        return new MalformedRequestException(PROTOCOL, what, in.position() - start);
    }
}

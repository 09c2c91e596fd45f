package io.tributary.gateway.forwarded;

import java.util.ArrayList;
import java.util.List;

/// Reads the one element of a header into its pairs: strictly, so that there is one way to read it.
final class ForwardedPairs {
    /// A key as it was spelt, and its value without quotes and escapes.
    record Pair(String key, String value) {}

    private final String header;
    private int at;

    private ForwardedPairs(String header) {
        this.header = header;
    }

    /// All pairs, in their order.
    ///
    /// @throws ForwardedHeaderException if the header is not one element in the right form
    static List<Pair> of(String header) throws ForwardedHeaderException {
        return new ForwardedPairs(header).read();
    }

    private List<Pair> read() throws ForwardedHeaderException {
        List<Pair> pairs = new ArrayList<>();
        while (true) {
            pairs.add(pair());
            if (at == header.length()) {
                return pairs;
            }
            if (header.charAt(at) == ',') {
                throw new ForwardedHeaderException(
                        "found several elements, expected one: the proxy must set the header anew, not add to what it is sent (Envoy: SANITIZE_SET)");
            }
            if (pairs.size() == ForwardedCertificate.PAIRS_MAX) {
                throw new ForwardedHeaderException(
                        "found more than %d pairs".formatted(ForwardedCertificate.PAIRS_MAX));
            }
            at++;
        }
    }

    /// One pair; stands at the character that ends it, or at the end, after.
    private Pair pair() throws ForwardedHeaderException {
        int begin = at;
        while (at < header.length() && isLetter(header.charAt(at))) {
            at++;
        }
        if (at == begin || at == header.length() || header.charAt(at) != '=') {
            throw wrong("a key and =");
        }
        String key = header.substring(begin, at++);
        boolean quoted = at < header.length() && header.charAt(at) == '"';
        return new Pair(key, quoted ? quoted() : bare());
    }

    private String bare() throws ForwardedHeaderException {
        int begin = at;
        while (at < header.length() && !isEnd(header.charAt(at))) {
            if (header.charAt(at) == '"') {
                throw wrong("quotes around the whole value, or none");
            }
            at++;
        }
        return header.substring(begin, at);
    }

    private String quoted() throws ForwardedHeaderException {
        StringBuilder value = new StringBuilder();
        for (at++; at < header.length() && header.charAt(at) != '"'; at++) {
            if (header.charAt(at) == '\\' && ++at == header.length()) {
                break;
            }
            value.append(header.charAt(at));
        }
        if (at >= header.length()) {
            throw wrong("a quote that closes the value");
        }
        at++;
        if (at < header.length() && !isEnd(header.charAt(at))) {
            throw wrong("; behind the quoted value");
        }
        return value.toString();
    }

    private ForwardedHeaderException wrong(String expected) {
        return new ForwardedHeaderException(
                "found something else at character %d, expected %s".formatted(at + 1, expected));
    }

    private static boolean isEnd(char c) {
        return c == ';' || c == ',';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}

package io.tributary.model.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Go's strings are bytes; a literal of PromQL may hold some that are no UTF-8 (`"\xff"`). In a
/// `String` such a byte stands as the lone surrogate U+DC00 + byte, which no decoded text holds
/// (von Löwis, "Non-decodable Bytes in System Character Interfaces", PEP 383).
public final class RawBytes {
    private static final int LEAST = 0xDC80;
    private static final int GREATEST = 0xDCFF;
    private static final char REPLACEMENT = '\uFFFD';

    private RawBytes() {}

    /// UTF-8 as text, each byte that is none by itself.
    public static String decode(byte[] bytes) {
        CharsetDecoder decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            if (!result.isError()) {
                return out.flip().toString();
            }
            for (int i = result.length(); i > 0; i--) {
                out.put((char) (0xDC00 + (in.get() & 0xFF)));
            }
            decoder.reset();
        }
    }

    /// Whether the code point, taken from such a text, is a byte by itself.
    public static boolean isByte(int codePoint) {
        return codePoint >= LEAST && codePoint <= GREATEST;
    }

    /// The byte, from 128 to 255.
    public static int byteOf(int codePoint) {
        return codePoint - 0xDC00;
    }

    /// Whether the text holds such a byte.
    public static boolean isIn(String text) {
        return text.chars().anyMatch(RawBytes::isByte);
    }

    /// The same text with U+FFFD for each byte that was no UTF-8: what may leave the process.
    public static String replaced(String text) {
        if (!isIn(text)) {
            return text;
        }
        StringBuilder valid = new StringBuilder(text.length());
        text.codePoints()
                .forEach(codePoint ->
                        valid.appendCodePoint(isByte(codePoint) ? REPLACEMENT : codePoint));
        return valid.toString();
    }
}

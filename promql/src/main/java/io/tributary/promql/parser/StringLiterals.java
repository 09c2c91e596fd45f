package io.tributary.promql.parser;

import io.tributary.model.text.RawBytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Takes the quotes off a string that the lexer has checked. `\x` and octal escapes are bytes, so
/// that several of them can make one character, as in Go; bytes that make none stay bytes ({@link
/// RawBytes}).
final class StringLiterals {
    private StringLiterals() {}

    static String unquote(String quoted) {
        String body = quoted.substring(1, quoted.length() - 1);
        if (quoted.charAt(0) == '`' || body.indexOf('\\') < 0) {
            return body;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int at = 0;
        while (at < body.length()) {
            if (body.charAt(at) == '\\') {
                at = escape(body, at + 1, bytes);
            } else {
                int codePoint = body.codePointAt(at);
                append(bytes, codePoint);
                at += Character.charCount(codePoint);
            }
        }
        return RawBytes.decode(bytes.toByteArray());
    }

    private static int escape(String body, int at, ByteArrayOutputStream bytes) {
        char c = body.charAt(at);
        switch (c) {
            case 'a' -> bytes.write(0x07);
            case 'b' -> bytes.write('\b');
            case 'f' -> bytes.write('\f');
            case 'n' -> bytes.write('\n');
            case 'r' -> bytes.write('\r');
            case 't' -> bytes.write('\t');
            case 'v' -> bytes.write(0x0B);
            case 'x' -> {
                bytes.write(Integer.parseInt(body, at + 1, at + 3, 16));
                return at + 3;
            }
            case 'u' -> {
                append(bytes, Integer.parseInt(body, at + 1, at + 5, 16));
                return at + 5;
            }
            case 'U' -> {
                append(bytes, Integer.parseInt(body, at + 1, at + 9, 16));
                return at + 9;
            }
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                bytes.write(Integer.parseInt(body, at, at + 3, 8));
                return at + 3;
            }
            default -> bytes.write(c);
        }
        return at + 1;
    }

    private static void append(ByteArrayOutputStream bytes, int codePoint) {
        bytes.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
    }
}

package io.tributary.format.otlp.name;

import io.tributary.format.protobuf.Utf8Text;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Makes the name of a label from the name of an attribute. Stateless.
///
/// ```
/// http.method → http_method      4xx → key_4xx      _a → key_a      __a.b__ → __a_b__      ... → none
/// ```
final class LabelNamer {
    private static final byte[] DIGIT_PREFIX = "key_".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] UNDERSCORE_PREFIX = "key".getBytes(StandardCharsets.US_ASCII);

    private LabelNamer() {}

    /// The label's name; empty where none can be made: of nothing, and, escaped, of underscores
    /// only.
    static byte[] name(byte[] attribute, LabelNaming naming) {
        if (!naming.escapes()) {
            return attribute;
        }
        byte[] name = escaped(attribute, naming);
        return isUnderscores(name) ? new byte[0] : name;
    }

    private static byte[] escaped(byte[] attribute, LabelNaming naming) {
        byte[] name =
                naming.keepsUnderscores()
                        ? replaced(attribute, 0, attribute.length, true)
                        : collapsed(attribute);
        if (name.length > 0 && name[0] >= '0' && name[0] <= '9') {
            return joined(DIGIT_PREFIX, name);
        }
        boolean single = name.length > 0 && name[0] == '_' && !(name.length > 1 && name[1] == '_');
        return naming.prefixesUnderscore() && single ? joined(UNDERSCORE_PREFIX, name) : name;
    }

    /// Two underscores at both ends are how reserved names look: those stay.
    private static byte[] collapsed(byte[] attribute) {
        int end = attribute.length;
        boolean reserved =
                end >= 4
                        && attribute[0] == '_'
                        && attribute[1] == '_'
                        && attribute[end - 2] == '_'
                        && attribute[end - 1] == '_';
        if (!reserved) {
            return replaced(attribute, 0, end, false);
        }
        byte[] ends = {'_', '_'};
        return joined(joined(ends, replaced(attribute, 2, end - 2, false)), ends);
    }

    /// With an underscore for each character (or byte that belongs to none) that is no ASCII letter
    /// or digit, or one for as many as stand in a row.
    private static byte[] replaced(byte[] source, int from, int end, boolean each) {
        byte[] target = new byte[end - from];
        int length = 0;
        int at = from;
        boolean inRow = false;
        while (at < end) {
            boolean plain = isLetterOrDigit(source[at]);
            if (plain || each || !inRow) {
                target[length++] = plain ? source[at] : (byte) '_';
            }
            inRow = !plain;
            at += Math.max(1, Utf8Text.characterBytes(source, at, end));
        }
        return Arrays.copyOf(target, length);
    }

    private static boolean isLetterOrDigit(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9');
    }

    static boolean isUnderscores(byte[] name) {
        for (byte b : name) {
            if (b != '_') {
                return false;
            }
        }
        return true;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}

package io.tributary.gateway.registry.journal;

import io.tributary.runtime.yaml.Problems;
import io.tributary.runtime.yaml.YamlNode;
import io.tributary.runtime.yaml.YamlTree;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Writes the fields of an object as JSON that reads back equal as YAML, whatever text is in it.
///
/// Texts stand in quotes, `null` for nothing. Flags, and whole numbers and flags among settings
/// (sections below an object other than those of free text), stand as they are, as programs expect
/// them there: YAML reads both alike. No white space; fields in the order in which they were given.
/// What YAML does not take as it is (control characters, its own line ends, a byte order mark, half
/// of a surrogate pair) is escaped.
public final class CanonicalJson {
    private static final Set<String> FLAGS = Set.of("backlog", "disabled");
    private static final Set<String> FREE_TEXTS = Set.of("labels", "token", "password");
    private static final int DIGITS_MAX = 18;
    private static final String HEX = "0123456789abcdef";
    private static final int NIBBLES = 4;

    private final StringBuilder out = new StringBuilder();

    private CanonicalJson() {}

    public static String of(YamlNode.Section object) {
        CanonicalJson json = new CanonicalJson();
        json.section(object, true, false);
        return json.out.toString();
    }

    /// Any value, its texts in quotes.
    public static String ofValue(YamlNode value) {
        CanonicalJson json = new CanonicalJson();
        json.value(value, false);
        return json.out.toString();
    }

    /// A text with its quotes.
    public static String quote(String text) {
        CanonicalJson json = new CanonicalJson();
        json.quoted(text);
        return json.out.toString();
    }

    /// Reads what was written.
    ///
    /// @param name in messages
    /// @return empty, and noted why, where it is none
    public static Optional<YamlNode.Section> read(String name, String json, Problems problems) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return YamlTree.read(name, bytes, bytes.length, problems);
    }

    /// Whether two values are the same, wherever they stand. The order of a section counts.
    public static boolean isSame(YamlNode left, YamlNode right) {
        return switch (left) {
            case YamlNode.Text(_, var text, var isNull) ->
                    right instanceof YamlNode.Text(_, var other, var isOtherNull)
                            && isNull == isOtherNull
                            && (isNull || text.equals(other));
            case YamlNode.Items(_, var items) ->
                    right instanceof YamlNode.Items(_, var others) && isSameAll(items, others);
            case YamlNode.Section(_, var entries) ->
                    right instanceof YamlNode.Section(_, var others)
                            && entries.stream()
                                    .map(YamlNode.Entry::key)
                                    .toList()
                                    .equals(others.stream().map(YamlNode.Entry::key).toList())
                            && isSameAll(
                                    entries.stream().map(YamlNode.Entry::value).toList(),
                                    others.stream().map(YamlNode.Entry::value).toList());
        };
    }

    private static boolean isSameAll(List<YamlNode> left, List<YamlNode> right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!isSame(left.get(i), right.get(i))) {
                return false;
            }
        }
        return true;
    }

    private void section(YamlNode.Section section, boolean isObject, boolean plain) {
        out.append('{');
        boolean first = true;
        for (YamlNode.Entry entry : section.entries()) {
            out.append(first ? "" : ",");
            first = false;
            quoted(entry.key());
            out.append(':');
            boolean isPlain =
                    plain
                            || (isObject
                                    && (entry.value() instanceof YamlNode.Section
                                            ? !FREE_TEXTS.contains(entry.key())
                                            : FLAGS.contains(entry.key())));
            value(entry.value(), isPlain);
        }
        out.append('}');
    }

    private void value(YamlNode value, boolean plain) {
        switch (value) {
            case YamlNode.Text(_, var text, var isNull) -> {
                if (isNull) {
                    out.append("null");
                } else if (plain && isWord(text)) {
                    out.append(text);
                } else {
                    quoted(text);
                }
            }
            case YamlNode.Items(_, var items) -> {
                out.append('[');
                for (int i = 0; i < items.size(); i++) {
                    out.append(i == 0 ? "" : ",");
                    value(items.get(i), plain);
                }
                out.append(']');
            }
            case YamlNode.Section section -> section(section, false, plain);
        }
    }

    /// `true`, `false`, or a whole number in its one form.
    private static boolean isWord(String text) {
        if (text.equals("true") || text.equals("false") || text.equals("0")) {
            return true;
        }
        int start = text.startsWith("-") ? 1 : 0;
        int digits = text.length() - start;
        return digits > 0
                && digits <= DIGITS_MAX
                && text.charAt(start) != '0'
                && text.chars().skip(start).allMatch(c -> c >= '0' && c <= '9');
    }

    private void quoted(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
            } else if (isPlain(c)) {
                out.appendCodePoint(c);
            } else {
                out.append("\\u");
                for (int nibble = NIBBLES - 1; nibble >= 0; nibble--) {
                    out.append(HEX.charAt((c >>> (nibble * NIBBLES)) & 0xF));
                }
            }
        }
        out.append('"');
    }

    /// Whether YAML's reader takes it inside quotes and hands it on as it is. All others have four
    /// digits of hex.
    private static boolean isPlain(int c) {
        if (c < 0xA0) {
            return c >= ' ' && c < 0x7F;
        }
        return c >= Character.MIN_SUPPLEMENTARY_CODE_POINT
                || (c != 0x2028
                        && c != 0x2029
                        && c != 0xFEFF
                        && c < 0xFFFE
                        && !(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
    }
}

package io.tributary.runtime.config;

import java.util.SortedMap;
import java.util.TreeMap;

/// Shows settings to people: what is in force, and what there is.
final class ConfigPrinter {
    private static final String MASK = "********";

    private ConfigPrinter() {}

    static String print(Config config) {
        StringBuilder text = new StringBuilder();
        for (Setting<?> setting : config.settings().all()) {
            text.append(setting.key())
                    .append(": ")
                    .append(quoted(masked(setting, config.text(setting))))
                    .append("  # ")
                    .append(config.source(setting))
                    .append(", default ")
                    .append(quoted(masked(setting, setting.defaultText())))
                    .append('\n');
        }
        return text.toString();
    }

    static SortedMap<String, String> shown(Config config) {
        TreeMap<String, String> shown = new TreeMap<>();
        for (Setting<?> setting : config.settings().all()) {
            shown.put(setting.key(), masked(setting, config.text(setting)));
        }
        return shown;
    }

    static String markdown(Settings settings) {
        StringBuilder text = new StringBuilder("| key | default | values | meaning |\n");
        text.append("| --- | --- | --- | --- |\n");
        for (Setting<?> setting : settings.all()) {
            text.append(
                    "| `%s` | %s | %s | %s |\n"
                            .formatted(
                                    setting.key(),
                                    defaultCell(setting),
                                    cell(setting.expected()),
                                    cell(setting.description())));
        }
        return text.toString();
    }

    private static String masked(Setting<?> setting, String value) {
        return setting.isSecret() && !value.isEmpty() ? MASK : value;
    }

    private static String defaultCell(Setting<?> setting) {
        String value = setting.defaultText();
        return value.isEmpty() || setting.isSecret() ? "" : "`" + cell(value) + "`";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace('\n', ' ');
    }

    /// As it is where YAML reads a plain word in it, else in double quotes.
    private static String quoted(String value) {
        boolean plain =
                !value.isEmpty()
                        && !value.equals("null")
                        && value.chars().allMatch(ConfigPrinter::isPlain)
                        && value.charAt(0) != '-'
                        && value.charAt(value.length() - 1) != ':';
        if (plain) {
            return value;
        }
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ' || c >= 0x7f) {
                text.append("\\u%04x".formatted((int) c));
            } else {
                text.append(c);
            }
        }
        return text.append('"').toString();
    }

    private static boolean isPlain(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "./:-_".indexOf(c) >= 0;
    }
}

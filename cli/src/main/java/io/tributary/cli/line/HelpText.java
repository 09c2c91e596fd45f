package io.tributary.cli.line;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.Option;

/// What `--help` shows of a command, 80 columns wide.
final class HelpText {
    private static final int WIDTH = 80;
    private static final int MARGIN = 2;
    private static final String USAGE = "Usage: ";

    private final StringBuilder text = new StringBuilder();

    private HelpText() {}

    /// @param path the words that lead to the group
    static String of(String path, Group group) {
        HelpText help = new HelpText();
        help.paragraph(USAGE + path, List.of("COMMAND"));
        help.description(group);
        Map<String, String> rows = new LinkedHashMap<>();
        for (Command command : group.commands()) {
            if (!command.hidden()) {
                rows.put(command.name(), command.description());
            }
        }
        help.text.append("\nCommands:\n");
        help.table(rows);
        help.text.append("\nSee: ").append(path).append(" COMMAND --help\n");
        return help.text.toString();
    }

    /// @param path the words that lead to the command
    static String of(String path, Action action) {
        Syntax syntax = action.syntax();
        List<Option> options = new ArrayList<>();
        syntax.options().forEach(options::add);
        options.sort(Comparator.comparing(Option::getLongOpt));
        List<String> usage = new ArrayList<>();
        Map<String, String> rows = new LinkedHashMap<>();
        Syntax.Parameter parameter = syntax.parameter();
        if (!parameter.label().isEmpty()) {
            usage.add(parameter.label());
            rows.put(parameter.label(), parameter.description());
        }
        for (Option option : options) {
            String form = form(option);
            usage.add(usage(option, form, syntax));
            rows.put(option.getOpt() == null ? form : "-h, " + form, option.getDescription());
        }
        HelpText help = new HelpText();
        help.paragraph(USAGE + path, usage);
        help.description(action);
        help.text.append('\n');
        help.table(rows);
        return help.text.toString();
    }

    private static String form(Option option) {
        String name = "--" + option.getLongOpt();
        return option.hasArg() ? name + " " + option.getArgName() : name;
    }

    private static String usage(Option option, String form, Syntax syntax) {
        String shown = syntax.isRequired(option) ? form : "[" + form + "]";
        return syntax.isRepeatable(option) ? shown + "…" : shown;
    }

    private void description(Command command) {
        paragraph("", List.of(command.description().split(" ", -1)));
    }

    private void table(Map<String, String> rows) {
        int width = 0;
        for (String name : rows.keySet()) {
            width = Math.max(width, name.length());
        }
        for (Map.Entry<String, String> row : rows.entrySet()) {
            String name = row.getKey();
            String start = " ".repeat(MARGIN) + name + " ".repeat(width - name.length() + 1);
            paragraph(start, List.of(row.getValue().split(" ", -1)));
        }
    }

    /// Words behind a start, those of further lines below the first of them.
    private void paragraph(String start, List<String> words) {
        text.append(start);
        int column = start.length();
        boolean first = start.isEmpty();
        for (String word : words) {
            if (column + 1 + word.length() > WIDTH) {
                text.append('\n').repeat(' ', start.length());
                column = start.length();
                first = start.isEmpty();
            }
            if (!first) {
                text.append(' ');
                column++;
            }
            text.append(word);
            column += word.length();
            first = false;
        }
        text.append('\n');
    }
}

package io.tributary.cli.line;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;

/// What a command takes: said once, for the parser and for help.
///
/// ```
/// --name VALUE | --name=VALUE      an option
/// --name                           a switch
/// word                             a parameter
/// --                               only parameters from here on
/// ```
public final class Syntax {
    private static final String OPTIONS_END = "--";
    private static final String HELP = "help";
    private static final String HELP_LONG = "--help";
    private static final String HELP_SHORT = "-h";

    private final Options options = new Options();
    private final Set<String> required = new HashSet<>();
    private final Set<String> repeatable = new HashSet<>();
    private Parameter parameter = Parameter.NONE;

    /// The words that belong to no option.
    ///
    /// @param label what help calls one; empty if there is none
    record Parameter(String label, String description, int countMin, int countMax) {
        static final Parameter NONE = new Parameter("", "", 0, 0);
    }

    /// An option that may be given.
    ///
    /// @param label what help calls its value
    public Syntax option(String name, String label, String description) {
        return add(Option.builder().longOpt(name).hasArg().argName(label).desc(description).get());
    }

    /// An option that must be given.
    public Syntax required(String name, String label, String description) {
        required.add(name);
        return option(name, label, description);
    }

    /// An option that may be given many times.
    public Syntax repeatable(String name, String label, String description) {
        repeatable.add(name);
        return option(name, label, description);
    }

    /// An option without a value.
    public Syntax flag(String name, String description) {
        return add(Option.builder().longOpt(name).desc(description).get());
    }

    /// One word that must be given.
    public Syntax parameter(String label, String description) {
        parameter = new Parameter(label, description, 1, 1);
        return this;
    }

    /// Some words.
    ///
    /// @param label what help calls them all
    /// @param countMin how many must be given
    public Syntax parameters(String label, String description, int countMin, int countMax) {
        parameter = new Parameter(label, description, countMin, countMax);
        return this;
    }

    /// Any number of words.
    Syntax parameters(String label, String description) {
        parameter = new Parameter(label, description, 0, Integer.MAX_VALUE);
        return this;
    }

    /// Whether help is asked for, however wrong the rest may be.
    static boolean asksForHelp(List<String> words) {
        List<String> before = beforeEnd(words);
        return before.contains(HELP_LONG) || before.contains(HELP_SHORT);
    }

    /// What the words mean.
    ///
    /// @throws UsageException if they do not fit
    public Arguments parse(List<String> words) throws UsageException {
        List<String> before = beforeEnd(words);
        CommandLine line = line(before);
        List<String> parameters = new ArrayList<>(line.getArgList());
        for (String word : parameters) {
            if (isOptionLike(word)) {
                throw unknown(word);
            }
        }
        for (Option option : options.getOptions()) {
            checkCount(option, line);
        }
        if (before.size() < words.size()) {
            parameters.addAll(words.subList(before.size() + 1, words.size()));
        }
        if (parameters.size() < parameter.countMin) {
            throw new UsageException(parameter.label + " is missing");
        }
        if (parameters.size() > parameter.countMax) {
            throw new UsageException(
                    "unexpected argument \"" + parameters.get(parameter.countMax) + "\"");
        }
        return new Arguments(line, parameters);
    }

    /// All options, that of help among them.
    Iterable<Option> options() {
        List<Option> all = new ArrayList<>(options.getOptions());
        all.add(Option.builder("h").longOpt(HELP).desc("Show this.").get());
        return all;
    }

    boolean isRequired(Option option) {
        return required.contains(option.getLongOpt());
    }

    boolean isRepeatable(Option option) {
        return repeatable.contains(option.getLongOpt());
    }

    Parameter parameter() {
        return parameter;
    }

    private Syntax add(Option option) {
        options.addOption(option);
        return this;
    }

    private static List<String> beforeEnd(List<String> words) {
        int end = words.indexOf(OPTIONS_END);
        return end < 0 ? words : words.subList(0, end);
    }

    /// The library would take `-data` for `--data`, and part of a name for the whole.
    private CommandLine line(List<String> words) throws UsageException {
        for (String word : words) {
            if (isOptionLike(word) && !word.startsWith(OPTIONS_END)) {
                throw unknown(word);
            }
        }
        try {
            return DefaultParser.builder()
                    .setAllowPartialMatching(false)
                    .setStripLeadingAndTrailingQuotes(false)
                    .get()
                    .parse(
                            options,
                            null,
                            DefaultParser.NonOptionAction.SKIP,
                            words.toArray(String[]::new));
        } catch (MissingArgumentException e) {
            Option option = e.getOption();
            throw new UsageException(shown(option) + " needs a value: " + option.getArgName());
        } catch (ParseException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private void checkCount(Option option, CommandLine line) throws UsageException {
        int count = 0;
        for (Option given : line.getOptions()) {
            if (given.getLongOpt().equals(option.getLongOpt())) {
                count++;
            }
        }
        if (count == 0 && isRequired(option)) {
            throw new UsageException(shown(option) + " " + option.getArgName() + " is missing");
        }
        if (count > 1 && !isRepeatable(option)) {
            throw new UsageException(shown(option) + " is given more than once");
        }
    }

    private UsageException unknown(String word) {
        int equal = word.indexOf('=');
        String name = equal < 0 ? word : word.substring(0, equal);
        List<String> names = new ArrayList<>();
        for (Option option : options()) {
            if (shown(option).equals(name)) {
                return new UsageException(name + " takes no value");
            }
            names.add(shown(option));
        }
        return new UsageException("unknown option " + name + Similar.suggestion(name, names));
    }

    private static String shown(Option option) {
        return OPTIONS_END + option.getLongOpt();
    }

    /// Whether it looks like an option: `-1h` and `-(a)` do not.
    private static boolean isOptionLike(String word) {
        return word.length() > 1
                && word.charAt(0) == '-'
                && (word.charAt(1) == '-' || Character.isLetter(word.charAt(1)));
    }
}

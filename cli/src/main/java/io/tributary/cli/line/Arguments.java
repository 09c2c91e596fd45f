package io.tributary.cli.line;

import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;

/// What a command was given, in the terms of its {@link Syntax}.
public final class Arguments {
    private final CommandLine line;
    private final List<String> parameters;

    Arguments(CommandLine line, List<String> parameters) {
        this.line = line;
        this.parameters = List.copyOf(parameters);
    }

    /// The value of an option.
    public Optional<String> value(String option) {
        return Optional.ofNullable(line.getOptionValue(option));
    }

    /// The values of an option that may be repeated, as they came.
    public List<String> values(String option) {
        String[] values = line.getOptionValues(option);
        return values == null ? List.of() : List.of(values);
    }

    /// The constant that an option names; `otherwise` where it was not given.
    ///
    /// @throws UsageException if it names none
    public <E extends Enum<E>> E choice(String option, E otherwise) throws UsageException {
        String name = value(option).orElse(otherwise.name());
        List<E> all = List.of(otherwise.getDeclaringClass().getEnumConstants());
        for (E constant : all) {
            if (constant.name().equals(name)) {
                return constant;
            }
        }
        throw new UsageException(
                "--%s: found \"%s\", expected one of %s".formatted(option, name, all));
    }

    /// Whether a switch was given.
    public boolean has(String option) {
        return line.hasOption(option);
    }

    /// The words that belong to no option.
    public List<String> parameters() {
        return parameters;
    }
}

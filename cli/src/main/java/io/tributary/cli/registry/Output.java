package io.tributary.cli.registry;

import io.tributary.cli.line.Arguments;
import io.tributary.cli.line.Syntax;
import io.tributary.cli.line.UsageException;
import java.util.List;

/// How an answer is shown.
enum Output {
    table,
    json;

    private static final String OPTION = "output";

    static Syntax addTo(Syntax syntax) {
        return syntax.option(OPTION, "FORM", "table, json (default: table).");
    }

    static Output of(Arguments arguments) throws UsageException {
        String name = arguments.value(OPTION).orElse(table.name());
        for (Output output : values()) {
            if (output.name().equals(name)) {
                return output;
            }
        }
        throw new UsageException(
                "--output: found \"" + name + "\", expected one of " + List.of(values()));
    }
}

package io.tributary.cli.registry;

import io.tributary.cli.line.Arguments;
import io.tributary.cli.line.Syntax;
import io.tributary.cli.line.UsageException;
import io.tributary.gateway.registry.journal.ObjectKind;
import java.util.Locale;

/// How an answer is shown.
enum Output {
    table,
    json;

    private static final String OPTION = "output";

    static Syntax addTo(Syntax syntax) {
        return syntax.option(OPTION, "FORM", "table, json (default: table).");
    }

    /// What help calls the name of an object.
    static String nameOf(ObjectKind kind) {
        return kind.nameField().toUpperCase(Locale.ROOT);
    }

    static Output of(Arguments arguments) throws UsageException {
        return arguments.choice(OPTION, table);
    }
}

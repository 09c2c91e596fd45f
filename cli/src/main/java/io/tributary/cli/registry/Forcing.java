package io.tributary.cli.registry;

import io.tributary.cli.line.Arguments;
import io.tributary.cli.line.Syntax;

/// The word by which settings of tenants that are frozen change. Stateless.
final class Forcing {
    /// What a request says then, behind its path.
    static final String QUERY = "?force=true";

    private static final String FORCE = "force";

    private Forcing() {}

    static Syntax addTo(Syntax syntax) {
        return syntax.flag(
                FORCE,
                "Change settings that are frozen, too: series of the tenant get other names from then on.");
    }

    static boolean isSaid(Arguments arguments) {
        return arguments.has(FORCE);
    }
}

package io.tributary.cli.line;

import io.tributary.runtime.config.ConfigException;
import java.io.IOException;

/// A command that does something.
public non-sealed interface Action extends Command {
    /// What it takes.
    Syntax syntax();

    /// Does it.
    ///
    /// @return the exit code
    /// @throws UsageException if the arguments do not make sense together
    /// @throws ConfigException if the configuration is wrong
    /// @throws IOException if it could not be done; the message says what
    int run(Arguments arguments, Console console)
            throws UsageException, ConfigException, IOException, InterruptedException;
}

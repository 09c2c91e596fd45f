package io.tributary.cli;

import io.tributary.cli.line.Action;
import io.tributary.cli.line.Arguments;
import io.tributary.cli.line.Console;
import io.tributary.cli.line.ExitCode;
import io.tributary.cli.line.Syntax;
import io.tributary.runtime.clock.SystemClock;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.ConfigException;
import io.tributary.server.Server;
import io.tributary.server.StoreOpener;
import java.io.IOException;
import java.util.Map;

/// `tributary config check`: whether a configuration is right, with the files that it names, and
/// what it means.
record ConfigCheckCommand(StoreOpener opener, Map<String, String> environment) implements Action {
    private static final String PRINT = "print";

    @Override
    public String name() {
        return "check";
    }

    @Override
    public String description() {
        return "Say whether the configuration is right.";
    }

    @Override
    public Syntax syntax() {
        return ConfigOptions.syntax().flag(PRINT, "Show every key: its value, source and default.");
    }

    @Override
    public int run(Arguments arguments, Console console) throws ConfigException, IOException {
        Config config = ConfigOptions.load(arguments, opener, environment);
        Server.check(config, new SystemClock());
        console.out().print(arguments.has(PRINT) ? config.print() : "configuration is right\n");
        return ExitCode.OK;
    }
}

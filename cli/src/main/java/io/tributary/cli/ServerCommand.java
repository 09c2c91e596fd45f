package io.tributary.cli;

import io.tributary.cli.line.Action;
import io.tributary.cli.line.Arguments;
import io.tributary.cli.line.Console;
import io.tributary.cli.line.Syntax;
import io.tributary.runtime.clock.SystemClock;
import io.tributary.runtime.config.ConfigException;
import io.tributary.server.StoreOpener;
import java.io.IOException;
import java.util.Map;

/// `tributary server`: one process that receives, keeps and answers.
///
/// @param whenReady what it does besides
record ServerCommand(
        StoreOpener opener, Map<String, String> environment, ServerRun.WhenReady whenReady)
        implements Action {
    @Override
    public String name() {
        return "server";
    }

    @Override
    public String description() {
        return "Receive, keep and answer metrics in one process.";
    }

    @Override
    public Syntax syntax() {
        return ConfigOptions.syntax();
    }

    @Override
    public int run(Arguments arguments, Console console) throws ConfigException, IOException {
        return new ServerRun(
                        ConfigOptions.load(arguments, opener, environment),
                        opener,
                        new SystemClock())
                .untilStopped(whenReady);
    }
}

package io.tributary.cli;

import io.tributary.runtime.clock.SystemClock;
import io.tributary.runtime.config.ConfigException;
import io.tributary.server.StoreOpener;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `tributary server`: one process that receives, keeps and answers.
@Command(name = "server", description = "Receive, keep and answer metrics in one process.")
final class ServerCommand implements Callable<Integer> {
    private final StoreOpener opener;
    private final Map<String, String> environment;

    @Mixin private ConfigOptions options = new ConfigOptions();

    ServerCommand(StoreOpener opener, Map<String, String> environment) {
        this.opener = opener;
        this.environment = environment;
    }

    @Override
    public Integer call() throws ConfigException, IOException {
        ServerRun run = new ServerRun(options.load(opener, environment), opener, new SystemClock());
        return run.untilStopped((server, lifecycle) -> {});
    }
}

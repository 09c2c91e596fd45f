package io.tributary.cli;

import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.ConfigException;
import io.tributary.server.StoreOpener;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tributary config check`: whether a configuration is right, and what it means.
@Command(name = "config", description = "Check and show the configuration.")
final class ConfigCommand {
    private final StoreOpener opener;
    private final Map<String, String> environment;

    ConfigCommand(StoreOpener opener, Map<String, String> environment) {
        this.opener = opener;
        this.environment = environment;
    }

    /// The one thing to do with it.
    CommandLine commandLine() {
        CommandLine line = new CommandLine(CommandSpec.forAnnotatedObject(this));
        line.addSubcommand(new Check(opener, environment));
        return line;
    }

    @Command(name = "check", description = "Say whether the configuration is right.")
    static final class Check implements Callable<Integer> {
        private final StoreOpener opener;
        private final Map<String, String> environment;

        @Mixin private ConfigOptions options = new ConfigOptions();

        @Option(names = "--print", description = "Show every key: its value, source and default.")
        private boolean print;

        @Spec private CommandSpec spec = CommandSpec.create();

        Check(StoreOpener opener, Map<String, String> environment) {
            this.opener = opener;
            this.environment = environment;
        }

        @Override
        public Integer call() throws ConfigException {
            Config config = options.load(opener, environment);
            PrintWriter out = spec.commandLine().getOut();
            out.print(print ? config.print() : "configuration is right\n");
            out.flush();
            return CommandLine.ExitCode.OK;
        }
    }
}

package io.tributary.cli;

import io.tributary.runtime.clock.SystemClock;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.ConfigException;
import io.tributary.runtime.lifecycle.Lifecycle;
import io.tributary.runtime.lifecycle.Terminator;
import io.tributary.server.Server;
import io.tributary.server.ServerSettings;
import io.tributary.server.StoreOpener;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `tributary server` and `tributary up`: one process that receives, keeps and answers; `up` also
/// says where and how to ask.
@Command(name = "server", description = "Receive, keep and answer metrics in one process.")
final class ServerCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServerCommand.class);

    private final StoreOpener opener;
    private final Map<String, String> environment;
    private final boolean welcoming;

    @Mixin private ConfigOptions options = new ConfigOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    /// A command.
    ///
    /// @param welcoming whether it prints a banner for somebody who tries it out
    ServerCommand(StoreOpener opener, Map<String, String> environment, boolean welcoming) {
        this.opener = opener;
        this.environment = environment;
        this.welcoming = welcoming;
    }

    @Override
    public Integer call() throws ConfigException, IOException {
        Config config = options.load(opener, environment);
        Server server = Server.listen(config, opener, new SystemClock());
        Lifecycle lifecycle = new Lifecycle(Terminator.ofThisProcess());
        lifecycle.add("server", server.closeWithin(), server::close);
        LOG.info("listening address={} data={}", text(server), new ServerSettings(config).data());
        lifecycle.start(
                () -> server.open(failure -> lifecycle.fatal("making writes durable", failure)));
        if (lifecycle.state() == Lifecycle.State.READY) {
            LOG.info("ready");
            if (welcoming) {
                welcome(server);
            }
        }
        lifecycle.awaitStopped();
        return Lifecycle.EXIT_OK;
    }

    private void welcome(Server server) {
        spec.commandLine()
                .getOut()
                .printf(
                        """

                        Tributary is up.

                          send to   http://%1$s/api/v1/push        (Prometheus: remote_write: [{url: …}])
                          ask       curl 'http://%1$s/api/v1/query?query=up'
                          Grafana   data source "Prometheus", URL http://%1$s
                          stop      Ctrl-C

                        """,
                        text(server))
                .flush();
    }

    private static String text(Server server) {
        String host = server.address().getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + server.address().getPort();
    }
}

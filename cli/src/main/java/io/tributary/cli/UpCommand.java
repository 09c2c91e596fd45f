package io.tributary.cli;

import io.tributary.cli.line.Action;
import io.tributary.cli.line.Arguments;
import io.tributary.cli.line.Console;
import io.tributary.cli.line.Syntax;
import io.tributary.model.Tenant;
import io.tributary.runtime.clock.SystemClock;
import io.tributary.runtime.config.ConfigException;
import io.tributary.runtime.lifecycle.Lifecycle;
import io.tributary.server.Server;
import io.tributary.server.ServerSettings;
import io.tributary.server.StoreOpener;
import io.tributary.server.collect.Collector;
import io.tributary.server.status.Admission;
import java.io.IOException;
import java.util.Map;

/// `tributary up`: a server for somebody who tries it out. It also records itself and this host,
/// and says what to do next.
record UpCommand(StoreOpener opener, Map<String, String> environment) implements Action {
    private static final String DEFAULT_URL = "http://127.0.0.1:9009";

    @Override
    public String name() {
        return "up";
    }

    @Override
    public String description() {
        return "The server, which also records itself and this host. Nothing to configure.";
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
                .untilStopped((run, server, lifecycle) ->
                        welcome(
                                console,
                                server.scheme(),
                                ServerRun.address(server),
                                record(run, server, lifecycle),
                                new ServerSettings(run.config()).admission()));
    }

    /// Begins to record.
    static Collector record(ServerRun run, Server server, Lifecycle lifecycle) {
        Collector collector =
                Collector.start(
                        run.config(),
                        server.metrics(),
                        server::record,
                        run.clock(),
                        ServerRun.address(server));
        lifecycle.add("collector", Collector.CLOSE_WITHIN, collector::close);
        return collector;
    }

    private static void welcome(
            Console console,
            String scheme,
            String address,
            Collector collector,
            Admission admission) {
        String server = scheme + "://" + address;
        String url = server.equals(DEFAULT_URL) ? "" : " --url " + server;
        console.out()
                .printf(
                        """

                        Tributary is up.

                          records   itself (job="tributary") and this host (job="node", instance="%2$s"),
                                    every %3$d s, as tenant %4$s
                          ask       ./tributary query 'up'%5$s
                                    ./tributary query 'sum by (mode) (rate(node_cpu_seconds_total[1m]))' --since 15m --output plot%5$s
                                    curl '%1$s/api/v1/query?query=up'
                          send to   %1$s/api/v1/push        (Prometheus: remote_write: [{url: …}])
                          Grafana   data source "Prometheus", URL %1$s
                          access    %6$s
                          stop      Ctrl-C

                        """,
                        server,
                        collector.host(),
                        collector.interval().toSeconds(),
                        Tenant.ANONYMOUS,
                        url,
                        admission.text())
                .flush();
    }
}

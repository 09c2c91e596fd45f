package io.tributary.cli;

import io.tributary.model.Tenant;
import io.tributary.runtime.clock.Clock;
import io.tributary.runtime.clock.SystemClock;
import io.tributary.runtime.config.Config;
import io.tributary.runtime.config.ConfigException;
import io.tributary.runtime.lifecycle.Lifecycle;
import io.tributary.server.Server;
import io.tributary.server.StoreOpener;
import io.tributary.server.collect.Collector;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `tributary up`: a server for somebody who tries it out. It also records itself and this host,
/// and says what to do next.
@Command(
        name = "up",
        description = "The server, which also records itself and this host. Nothing to configure.")
final class UpCommand implements Callable<Integer> {
    private static final String DEFAULT_ADDRESS = "127.0.0.1:9009";

    private final StoreOpener opener;
    private final Map<String, String> environment;

    @Mixin private ConfigOptions options = new ConfigOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    UpCommand(StoreOpener opener, Map<String, String> environment) {
        this.opener = opener;
        this.environment = environment;
    }

    @Override
    public Integer call() throws ConfigException, IOException {
        Config config = options.load(opener, environment);
        Clock clock = new SystemClock();
        return new ServerRun(config, opener, clock)
                .untilStopped((server, lifecycle) -> record(config, clock, server, lifecycle));
    }

    private void record(Config config, Clock clock, Server server, Lifecycle lifecycle) {
        String address = ServerRun.address(server);
        Collector collector =
                Collector.start(config, server.metrics(), server::record, clock, address);
        lifecycle.add("collector", Collector.CLOSE_WITHIN, collector::close);
        welcome(address, collector);
    }

    private void welcome(String address, Collector collector) {
        String url = address.equals(DEFAULT_ADDRESS) ? "" : " --url http://" + address;
        spec.commandLine()
                .getOut()
                .printf(
                        """

                        Tributary is up.

                          records   itself (job="tributary") and this host (job="node", instance="%2$s"),
                                    every %3$d s, as tenant %4$s
                          ask       ./tributary query 'up'%5$s
                                    ./tributary query 'sum by (mode) (rate(node_cpu_seconds_total[1m]))' --since 15m --output plot%5$s
                                    curl 'http://%1$s/api/v1/query?query=up'
                          send to   http://%1$s/api/v1/push        (Prometheus: remote_write: [{url: …}])
                          Grafana   data source "Prometheus", URL http://%1$s
                          stop      Ctrl-C

                        """,
                        address,
                        collector.host(),
                        collector.interval().toSeconds(),
                        Tenant.ANONYMOUS,
                        url)
                .flush();
    }
}

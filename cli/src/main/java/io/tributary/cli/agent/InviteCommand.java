package io.tributary.cli.agent;

import io.tributary.cli.client.Target;
import io.tributary.cli.json.Json;
import io.tributary.cli.json.JsonException;
import io.tributary.cli.json.JsonReader;
import io.tributary.cli.line.Action;
import io.tributary.cli.line.Arguments;
import io.tributary.cli.line.Console;
import io.tributary.cli.line.ExitCode;
import io.tributary.cli.line.Syntax;
import io.tributary.runtime.http.client.HttpCaller;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/// `tributary clusters enroll NAME`: prints the one line to run on the cluster's side.
public final class InviteCommand implements Action {
    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final int OK = 200;

    @Override
    public String name() {
        return "enroll";
    }

    @Override
    public String description() {
        return "Print the line that enrols an agent of a registered cluster; good once, for 15 minutes.";
    }

    @Override
    public Syntax syntax() {
        return Target.addServerTo(new Syntax()).parameter("NAME", "The cluster.");
    }

    @Override
    public int run(Arguments arguments, Console console) throws IOException, InterruptedException {
        Target target = Target.ofServer(arguments);
        URI uri = target.uri("/admin/v1/enroll/" + arguments.parameters().getFirst());
        try (HttpCaller caller = target.caller()) {
            HttpCaller.Reply reply =
                    caller.post(uri, "application/json", target.headers(), new byte[0], WITHIN);
            Json json = JsonReader.read(reply.body());
            if (reply.status() != OK) {
                console.err()
                        .println(
                                "tributary: %d: %s"
                                        .formatted(reply.status(), json.member("error").plain()));
                return ExitCode.FAILED;
            }
            console.out().println(json.member("data").member("joinLine").plain());
            return ExitCode.OK;
        } catch (JsonException e) {
            throw new IOException(
                    "what answers at %s is no Tributary: %s".formatted(uri, e.getMessage()), e);
        }
    }
}

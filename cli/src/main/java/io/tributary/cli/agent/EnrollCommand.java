package io.tributary.cli.agent;

import io.tributary.cli.json.Json;
import io.tributary.cli.json.JsonException;
import io.tributary.cli.json.JsonReader;
import io.tributary.cli.line.Action;
import io.tributary.cli.line.Arguments;
import io.tributary.cli.line.Console;
import io.tributary.cli.line.ExitCode;
import io.tributary.cli.line.Syntax;
import io.tributary.cli.line.UsageException;
import io.tributary.gateway.pki.enroll.AgentKey;
import io.tributary.runtime.http.client.CallerTls;
import io.tributary.runtime.http.client.CallerTls.Trust;
import io.tributary.runtime.http.client.HttpCaller;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// `tributary agent enroll`: makes a key, has the server certify it for a join token, and keeps
/// both in a directory; and `tributary agent renew`, which does so by the certificate that is
/// there, once or every day.
public final class EnrollCommand implements Action {
    private static final String SERVER = "server";
    private static final String TOKEN = "token";
    private static final String PIN = "ca-sha256";
    private static final String DIRECTORY = "dir";
    private static final String DIRECTORY_DEFAULT = "agent";
    private static final String KEEP = "keep";
    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final Duration DAY = Duration.ofDays(1);

    /// After a failure: a day has time for many.
    private static final Duration AGAIN = Duration.ofMinutes(5);

    private static final int OK = 200;

    private final boolean renews;
    private final SecureRandom random;

    private EnrollCommand(boolean renews, SecureRandom random) {
        this.renews = renews;
        this.random = random;
    }

    /// `tributary agent enroll`.
    public static EnrollCommand enroll(SecureRandom random) {
        return new EnrollCommand(false, random);
    }

    /// `tributary agent renew`.
    public static EnrollCommand renew(SecureRandom random) {
        return new EnrollCommand(true, random);
    }

    @Override
    public String name() {
        return renews ? "renew" : "enroll";
    }

    @Override
    public String description() {
        return renews
                ? "Renew the certificate of an enrolled agent, also one that expired within 90 days."
                : "Become an agent of a cluster: make a key, have it certified for a join token, keep both.";
    }

    @Override
    public Syntax syntax() {
        Syntax syntax = new Syntax();
        if (!renews) {
            syntax.required(SERVER, "URL", "The server, https://HOST:PORT.")
                    .required(TOKEN, "TOKEN", "The join token.")
                    .required(PIN, "HEX", "SHA-256 of the server's CA, as the join line has it.");
        }
        return syntax.option(
                        DIRECTORY,
                        "DIRECTORY",
                        "Where key and certificate are kept (default: " + DIRECTORY_DEFAULT + ").")
                .flag(KEEP, "Stay, and renew the certificate every day.");
    }

    @Override
    public int run(Arguments arguments, Console console)
            throws UsageException, IOException, InterruptedException {
        AgentDirectory directory =
                AgentDirectory.of(arguments.value(DIRECTORY).orElse(DIRECTORY_DEFAULT));
        if (renews && arguments.has(KEEP)) {
            renewUntilDone(directory, console);
        } else if (renews) {
            renew(directory, console);
        } else {
            enroll(arguments, directory, console);
        }
        while (arguments.has(KEEP)) {
            Thread.sleep(DAY);
            renewUntilDone(directory, console);
        }
        return ExitCode.OK;
    }

    private void enroll(Arguments arguments, AgentDirectory directory, Console console)
            throws UsageException, IOException, InterruptedException {
        if (directory.isEnrolled()) {
            throw new UsageException(
                    "there is an agent in %s already: renew it, or name another --dir"
                            .formatted(directory.disk().description()));
        }
        Trust pinned;
        try {
            pinned = new Trust.OfPinned(arguments.value(PIN).orElseThrow());
        } catch (IllegalArgumentException e) {
            throw new UsageException("--ca-sha256: " + e.getMessage());
        }
        ask(
                arguments.value(SERVER).orElseThrow(),
                "/enroll/v1/join",
                new CallerTls(pinned, Optional.empty()),
                Map.of("authorization", "Bearer " + arguments.value(TOKEN).orElseThrow()),
                directory,
                console);
    }

    private void renew(AgentDirectory directory, Console console)
            throws IOException, InterruptedException {
        ask(
                directory.server(),
                "/enroll/v1/renew",
                new CallerTls(
                        new Trust.OfAuthorities(directory.anchors()),
                        Optional.of(directory.identity())),
                Map.of(),
                directory,
                console);
    }

    private void renewUntilDone(AgentDirectory directory, Console console)
            throws InterruptedException {
        while (true) {
            try {
                renew(directory, console);
                return;
            } catch (IOException e) {
                console.err().println("tributary: " + e.getMessage() + "; trying again in 5 min");
                Thread.sleep(AGAIN);
            }
        }
    }

    private void ask(
            String server,
            String path,
            CallerTls tls,
            Map<String, String> headers,
            AgentDirectory directory,
            Console console)
            throws IOException, InterruptedException {
        URI uri =
                URI.create(
                        (server.endsWith("/") ? server.substring(0, server.length() - 1) : server)
                                + path);
        AgentKey key = AgentKey.make(random);
        try (HttpCaller caller = new HttpCaller(tls)) {
            HttpCaller.Reply reply =
                    caller.post(uri, "application/pkcs10", headers, key.request(), WITHIN);
            Json json = JsonReader.read(reply.body());
            if (reply.status() != OK) {
                throw new IOException(
                        "%s: %d: %s".formatted(uri, reply.status(), json.member("error").plain()));
            }
            Json data = json.member("data");
            directory.keep(
                    server,
                    key.pem(),
                    data.member("certificate").plain(),
                    data.member("anchors").plain());
            console.out()
                    .printf(
                            "agent %s has a certificate until %s in %s%n",
                            data.member("agent").plain(),
                            data.member("notAfter").plain(),
                            directory.disk().description())
                    .flush();
        } catch (JsonException e) {
            throw new IOException(
                    "what answers at %s is no Tributary: %s".formatted(uri, e.getMessage()), e);
        }
    }
}

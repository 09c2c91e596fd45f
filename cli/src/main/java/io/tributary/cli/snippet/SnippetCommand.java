package io.tributary.cli.snippet;

import io.tributary.cli.line.Action;
import io.tributary.cli.line.Arguments;
import io.tributary.cli.line.Console;
import io.tributary.cli.line.ExitCode;
import io.tributary.cli.line.Syntax;
import io.tributary.cli.line.UsageException;
import io.tributary.gateway.registry.text.ObjectName;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// `tributary clusters snippet NAME`: prints what the configuration of a sender of that cluster
/// needs. Asks no server.
public final class SnippetCommand implements Action {
    private static final String FOR = "for";
    private static final String SERVER = "server";
    private static final String TOKEN_FILE = "token-file";
    private static final String DIRECTORY = "dir";
    private static final String CA_FILE = "ca-file";

    /// Besides letters and digits: what means nothing inside quotes in any of the configurations,
    /// nor in the lists that vmagent's arguments are.
    private static final String PLAIN = "/._-+@=:~%[]";

    @Override
    public String name() {
        return "snippet";
    }

    @Override
    public String description() {
        return "Print what the configuration of a sender needs to push as this cluster. Files are those on the sender's side;"
                + " no secret is printed.";
    }

    @Override
    public Syntax syntax() {
        return new Syntax()
                .parameter("NAME", "The cluster.")
                .required(SERVER, "URL", "The server as the sender reaches it, https://HOST:PORT.")
                .option(
                        FOR,
                        "SENDER",
                        "prometheus, vmagent, alloy, collector (default: prometheus).")
                .option(TOKEN_FILE, "FILE", "The file of a token of the cluster; or --dir.")
                .option(
                        DIRECTORY,
                        "DIRECTORY",
                        "Where tributary agent enroll keeps key and certificate; or --token-file.")
                .option(
                        CA_FILE,
                        "FILE",
                        "The CAs that may vouch for the server, PEM (default: ca.crt of --dir, else those of the sender's machine).");
    }

    @Override
    public int run(Arguments arguments, Console console) throws UsageException {
        String cluster = arguments.parameters().getFirst();
        Optional<String> wrong = ObjectName.problem("cluster", cluster);
        if (wrong.isPresent()) {
            throw new UsageException(wrong.get());
        }
        Sender sender = arguments.choice(FOR, Sender.prometheus);
        console.out().print(sender.text(destination(cluster, arguments)));
        return ExitCode.OK;
    }

    private static Destination destination(String cluster, Arguments arguments)
            throws UsageException {
        String server = plain(SERVER, arguments).orElseThrow();
        String scheme = scheme(server);
        Optional<String> tokenFile = plain(TOKEN_FILE, arguments);
        Optional<String> directory = plain(DIRECTORY, arguments);
        Optional<String> caFile = plain(CA_FILE, arguments);
        if (tokenFile.isPresent() == directory.isPresent()) {
            throw new UsageException(
                    "expected --token-file FILE or --dir DIRECTORY, one of them: who the sender is");
        }
        if (tokenFile.isPresent()) {
            return Destination.byToken(cluster, server, tokenFile.get(), caFile);
        }
        if (!scheme.equals("https")) {
            throw new UsageException(
                    "--server: found %s, expected https://: a certificate is shown by TLS alone"
                            .formatted(server));
        }
        return Destination.byCertificate(cluster, server, directory.orElseThrow(), caFile);
    }

    private static String scheme(String server) throws UsageException {
        try {
            URI uri = URI.create(server);
            if (uri.getHost() != null
                    && uri.getUserInfo() == null
                    && List.of("http", "https").contains(uri.getScheme())) {
                return uri.getScheme();
            }
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        throw new UsageException(
                "--server: found %s, expected https://HOST:PORT".formatted(server));
    }

    private static Optional<String> plain(String option, Arguments arguments)
            throws UsageException {
        Optional<String> value = arguments.value(option);
        if (value.isPresent()
                && (value.get().isEmpty()
                        || !value.get().chars().allMatch(SnippetCommand::isPlain))) {
            throw new UsageException(
                    "--%s: found \"%s\", expected letters, digits and %s"
                            .formatted(option, value.get(), PLAIN));
        }
        return value;
    }

    private static boolean isPlain(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || PLAIN.indexOf(c) >= 0;
    }
}

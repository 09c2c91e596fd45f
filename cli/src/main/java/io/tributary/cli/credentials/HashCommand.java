package io.tributary.cli.credentials;

import io.tributary.cli.line.Action;
import io.tributary.cli.line.Arguments;
import io.tributary.cli.line.Console;
import io.tributary.cli.line.ExitCode;
import io.tributary.cli.line.Syntax;
import io.tributary.cli.line.UsageException;
import io.tributary.gateway.registry.Role;
import io.tributary.gateway.registry.text.ObjectName;
import io.tributary.gateway.secret.AccessToken;
import io.tributary.gateway.secret.CredentialMint;
import io.tributary.gateway.secret.Secret;
import io.tributary.gateway.secret.SecretException;
import io.tributary.runtime.files.InputFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// `tributary credentials hash NAME`: makes a token, or takes a password, and prints what a
/// registry file says of it. The token goes to `out` alone, so that it can be put into a file.
public final class HashCommand implements Action {
    private static final String PASSWORD_FILE = "password-file";
    private static final String ROLE = "role";
    private static final String TENANT = "tenant";
    private static final String CLUSTER = "cluster";

    private final CredentialMint mint;

    public HashCommand(SecureRandom random) {
        this.mint = new CredentialMint(random);
    }

    @Override
    public String name() {
        return "hash";
    }

    @Override
    public String description() {
        return "Make a token (or take a password) and the entry of it in a registry file. The token is printed"
                + " on standard output, the entry on standard error.";
    }

    @Override
    public Syntax syntax() {
        return new Syntax()
                .parameter(
                        "NAME", "What the credential is called; also the user name of a password.")
                .repeatable(ROLE, "ROLE", "A role of it: " + Role.words() + ".")
                .repeatable(TENANT, "NAME", "A tenant that it may choose.")
                .option(CLUSTER, "NAME", "The cluster whose it is, instead of tenants.")
                .option(
                        PASSWORD_FILE,
                        "FILE",
                        "A file with a password of at least %d characters, instead of a token."
                                .formatted(CredentialMint.PASSWORD_CHARACTERS_MIN));
    }

    @Override
    public int run(Arguments arguments, Console console) throws UsageException, IOException {
        String name = arguments.parameters().getFirst();
        Optional<String> problem = ObjectName.problem("credential", name);
        if (problem.isPresent()) {
            throw new UsageException(problem.get());
        }
        String grants = grants(arguments);
        Optional<String> file = arguments.value(PASSWORD_FILE);
        if (file.isPresent()) {
            String hash = passwordHash(file.get());
            entry(name, "password: {hash: \"%s\"}".formatted(hash), grants, console);
            return ExitCode.OK;
        }
        AccessToken token = mint.token();
        String hash = mint.hash(token).phc();
        entry(name, "token: {id: %s, hash: \"%s\"}".formatted(token.id(), hash), grants, console);
        console.out().println(token.secret().reveal());
        return ExitCode.OK;
    }

    /// What it gives, as the entry has it; where nothing is said, what is to be filled in.
    private static String grants(Arguments arguments) throws UsageException {
        List<String> roles = arguments.values(ROLE);
        for (String role : roles) {
            if (Role.of(role).isEmpty()) {
                throw new UsageException(
                        "--role: found \"%s\", expected one of %s".formatted(role, Role.words()));
            }
        }
        Optional<String> cluster = arguments.value(CLUSTER);
        List<String> tenants = arguments.values(TENANT);
        if (cluster.isPresent() && !tenants.isEmpty()) {
            throw new UsageException("--cluster and --tenant: a cluster has a tenant already");
        }
        for (String name : tenants) {
            checkName(name);
        }
        if (cluster.isPresent()) {
            checkName(cluster.get());
        }
        String all =
                roles.isEmpty()
                        ? "roles: []               # some of " + Role.words()
                        : "roles: [%s]".formatted(String.join(", ", roles));
        if (cluster.isPresent()) {
            return all + "\n    cluster: " + quoted(cluster.get());
        }
        return tenants.isEmpty()
                ? all
                : all
                        + tenants.stream()
                                .map(HashCommand::quoted)
                                .collect(Collectors.joining(", ", "\n    tenants: [", "]"));
    }

    private static void checkName(String name) throws UsageException {
        Optional<String> problem = ObjectName.problem("tenant or cluster", name);
        if (problem.isPresent()) {
            throw new UsageException(problem.get());
        }
    }

    private static String quoted(String name) {
        return "\"" + name + "\"";
    }

    private static void entry(String name, String proof, String grants, Console console) {
        console.err()
                .print(
                        """
                        credentials:
                          - name: "%s"
                            %s
                            %s
                        """
                                .formatted(name, proof, grants));
        console.err().flush();
    }

    private String passwordHash(String file) throws IOException {
        byte[] bytes = InputFiles.readOne(Path.of(file), CredentialMint.PASSWORD_BYTES_MAX);
        try {
            String password = new String(bytes, StandardCharsets.UTF_8).stripTrailing();
            return mint.hashPassword(Secret.of(password)).phc();
        } catch (SecretException e) {
            throw new IOException("--password-file: " + e.getMessage(), e);
        }
    }
}

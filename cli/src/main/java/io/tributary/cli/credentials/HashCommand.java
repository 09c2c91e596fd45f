package io.tributary.cli.credentials;

import io.tributary.cli.line.Action;
import io.tributary.cli.line.Arguments;
import io.tributary.cli.line.Console;
import io.tributary.cli.line.ExitCode;
import io.tributary.cli.line.Syntax;
import io.tributary.cli.line.UsageException;
import io.tributary.gateway.registry.ObjectName;
import io.tributary.gateway.secret.AccessToken;
import io.tributary.gateway.secret.CredentialMint;
import io.tributary.gateway.secret.Secret;
import io.tributary.gateway.secret.SecretException;
import io.tributary.runtime.config.InputFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/// `tributary credentials hash NAME`: makes a token, or takes a password, and prints what a
/// registry file says of it. The token goes to `out` alone, so that it can be put into a file.
public final class HashCommand implements Action {
    private static final String PASSWORD_FILE = "password-file";

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
        Optional<String> file = arguments.value(PASSWORD_FILE);
        if (file.isPresent()) {
            entry(name, "password: {hash: \"%s\"}".formatted(passwordHash(file.get())), console);
            return ExitCode.OK;
        }
        AccessToken token = mint.token();
        entry(
                name,
                "token: {id: %s, hash: \"%s\"}".formatted(token.id(), mint.hash(token).phc()),
                console);
        console.out().println(token.secret().reveal());
        return ExitCode.OK;
    }

    private static void entry(String name, String proof, Console console) {
        console.err()
                .printf(
                        """
                        credentials:
                          - name: %s
                            %s
                            roles: [reader]        # writer, reader, rules, tenant-admin, platform-admin, auditor
                            tenants: []            # or cluster: NAME
                        """,
                        name, proof)
                .flush();
    }

    private String passwordHash(String file) throws IOException {
        Path path = Path.of(file);
        byte[] bytes =
                InputFiles.read(path, List.of(), CredentialMint.PASSWORD_BYTES_MAX)
                        .getOrDefault(path.toString(), new byte[0]);
        try {
            String password = new String(bytes, StandardCharsets.UTF_8).stripTrailing();
            return mint.hashPassword(Secret.of(password)).phc();
        } catch (SecretException e) {
            throw new IOException("--password-file: " + e.getMessage(), e);
        }
    }
}

package io.tributary.cli.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.cli.line.Console;
import io.tributary.cli.line.UsageException;
import io.tributary.gateway.secret.AccessToken;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HashCommandTest {
    private final HashCommand command = new HashCommand(new SecureRandom());
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void hash_name_printsATokenAndItsEntryApart() throws Exception {
        run("eu-1-writer");

        AccessToken token = AccessToken.parse(out.toString().strip());
        assertThat(err.toString())
                .contains(
                        "  - name: \"eu-1-writer\"\n",
                        "token: {id: " + token.id() + ", hash: \"$argon2id$v=19$")
                .doesNotContain(token.secret().reveal());
    }

    @Test
    void hash_password_printsItsEntryAlone(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("p"), "correct horse battery staple\n");

        run("alice", "--password-file", file.toString());

        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .contains("password: {hash: \"$argon2id$v=19$")
                .doesNotContain("horse");
    }

    @Test
    void hash_shortPasswordOrWrongName_isRefused(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("p"), "hunter2\n");

        assertThatThrownBy(() -> run("alice", "--password-file", file.toString()))
                .isInstanceOf(IOException.class)
                .hasMessage("--password-file: password has 7 characters, at least 12");
        assertThatThrownBy(() -> run("a/b"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(
                        "credential name \"a/b\" has a character that is not allowed");
    }

    private void run(String... words) throws Exception {
        command.run(
                command.syntax().parse(List.of(words)),
                new Console(new PrintWriter(out, true), new PrintWriter(err, true)));
    }
}

package io.tributary.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tributary.runtime.yaml.Problems;
import io.tributary.runtime.yaml.YamlTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
    private static final int MUTATIONS = 3_000;
    private static final String SIGNS = ":{}[]&*!|>'\"%@`\t\n-?#,~ \0";

    private static final String GOOD =
            """
            # everything
            data: /var/lib/tributary
            http:
              listen: "[::1]:80"
              gzip: false
            head:
              lateWindow: 1h30m
              bufferSize: 8MiB
              shards: 7
              onConflict: refuse
            limits:
              max_global_series: 5
            auth: {token: 'hush'}
            """;

    @TempDir private Path directory = Path.of("");

    @Test
    void load_ofNothing_givesDefaults() throws Exception {
        Config config = load(Optional.empty(), Map.of());

        assertThat(config.value(TestSettings.LISTEN)).isEqualTo(new HostPort("127.0.0.1", 9009));
        assertThat(config.value(TestSettings.LATE_WINDOW)).isEqualTo(Duration.ofHours(1));
        assertThat(config.source(TestSettings.LISTEN)).isEqualTo("default");
    }

    @Test
    void load_ofAFile_givesItsValuesOfEveryKind() throws Exception {
        Config config = loadFile(GOOD);

        assertThat(config.value(TestSettings.DATA)).isEqualTo("/var/lib/tributary");
        assertThat(config.value(TestSettings.LISTEN)).isEqualTo(new HostPort("::1", 80));
        assertThat(config.value(TestSettings.GZIP)).isFalse();
        assertThat(config.value(TestSettings.LATE_WINDOW)).isEqualTo(Duration.ofMinutes(90));
        assertThat(config.value(TestSettings.BUFFER)).isEqualTo(8L << 20);
        assertThat(config.value(TestSettings.SHARDS)).isEqualTo(7);
        assertThat(config.value(TestSettings.POLICY)).isEqualTo(TestSettings.Policy.REFUSE);
        assertThat(config.value(TestSettings.SERIES)).isEqualTo(5L);
        assertThat(config.value(TestSettings.TOKEN)).isEqualTo("hush");
        assertThat(config.source(TestSettings.LATE_WINDOW)).endsWith("tributary.yaml:7:15");
    }

    @Test
    void load_ofSeveralSources_theNearestWins() throws Exception {
        Path file = write("head: {shards: 2, lateWindow: 2h, bufferSize: 2MiB}");
        Map<String, String> environment =
                Map.of("TRIBUTARY_HEAD__SHARDS", "3", "TRIBUTARY_HEAD__LATE_WINDOW", "3h");

        Config config = load(Optional.of(file), environment, "head.shards=4", "head.shards=5");

        assertThat(config.value(TestSettings.SHARDS)).isEqualTo(5);
        assertThat(config.source(TestSettings.SHARDS)).isEqualTo("--set");
        assertThat(config.value(TestSettings.LATE_WINDOW)).isEqualTo(Duration.ofHours(3));
        assertThat(config.source(TestSettings.LATE_WINDOW))
                .isEqualTo("environment TRIBUTARY_HEAD__LATE_WINDOW");
        assertThat(config.value(TestSettings.BUFFER)).isEqualTo(2L << 20);
    }

    @Test
    void load_ofEnvironment_namesKeysInCapitals() throws Exception {
        Config config =
                load(
                        Optional.empty(),
                        Map.of("TRIBUTARY_LIMITS__MAX_GLOBAL_SERIES", "9", "TRIBUTARY_DATA", "x"));

        assertThat(config.value(TestSettings.SERIES)).isEqualTo(9L);
        assertThat(config.value(TestSettings.DATA)).isEqualTo("x");
    }

    @Test
    void load_ofAWrongFile_namesEveryProblemAndItsPlace() throws IOException {
        assertThat(
                        problems(
                                """
                                head:
                                  lateWindwo: 1h
                                  shards: 65
                                  bufferSize: 64MB
                                  onConflict: [refuse]
                                http: 5
                                nothing:
                                  at: {all: [1, 2]}
                                auth:
                                  token:
                                """))
                .containsExactly(
                        "2:3: head.lateWindwo: found an unknown key, expected one that `tributary config check --print` lists (did you mean head.lateWindow?)",
                        "3:11: head.shards: found 65, expected a whole number from 1 to 64",
                        "4:15: head.bufferSize: found 64MB, expected a size from 1MiB to 1TiB, such as 64MiB",
                        "5:15: head.onConflict: found a list, expected one of firstWins, refuse",
                        "6:7: http: found 5, expected a section",
                        "7:1: nothing: found an unknown key, expected one that `tributary config check --print` lists",
                        "10:9: auth.token: found nothing, expected a text of at most 4096 characters");
    }

    @Test
    void load_ofWrongVariablesAndSets_namesTheSource() {
        ConfigException wrong =
                assertThrows(
                        ConfigException.class,
                        () ->
                                load(
                                        Optional.empty(),
                                        Map.of(
                                                "TRIBUTARY_HEAD__SHARDS", "x",
                                                "TRIBUTARY_HEAD_SHARDS", "5",
                                                "PATH", "/bin"),
                                        "head.shards",
                                        "lateWindow=1h"));

        assertThat(wrong.problems())
                .containsExactly(
                        "environment: TRIBUTARY_HEAD_SHARDS: found an unknown variable, expected one that `tributary config check --print` lists (did you mean TRIBUTARY_HEAD__SHARDS?)",
                        "environment TRIBUTARY_HEAD__SHARDS: head.shards: found x, expected a whole number from 1 to 64",
                        "--set: head.shards: found no value, expected key=value",
                        "--set: lateWindow: found an unknown key, expected one that `tributary config check --print` lists (did you mean head.lateWindow?)");
        assertThat(wrong).hasMessage(String.join("\n", wrong.problems()));
    }

    @Test
    void load_besideAKubernetesServiceOfOurName_passesItsLinksOver() throws Exception {
        Map<String, String> links =
                Map.of(
                        "TRIBUTARY_SERVICE_HOST", "10.0.0.1",
                        "TRIBUTARY_STORE_SERVICE_PORT_HTTP", "9009",
                        "TRIBUTARY_PORT", "tcp://10.0.0.1:9009",
                        "TRIBUTARY_PORT_9009_TCP_ADDR", "10.0.0.1");

        assertThat(load(Optional.empty(), links).value(TestSettings.SHARDS)).isEqualTo(4);
    }

    @Test
    void load_ofASecretThatIsWrong_doesNotShowIt() {
        String secret = "s3cret".repeat(1_000);

        assertThat(problems("auth: {token: " + secret + "}"))
                .singleElement()
                .asString()
                .contains("auth.token: found a secret")
                .doesNotContain("s3cret");
    }

    @Test
    void load_ofAKeyTwice_isRefusedHoweverItIsWritten() {
        assertThat(problems("head:\n  shards: 1\n  shards: 2\n"))
                .singleElement()
                .asString()
                .startsWith("3:3: head.shards: found the key again")
                .endsWith(":2:3)");
        assertThat(problems("head: {shards: 1}\nhead: {lateWindow: 1h}\n")).hasSize(1);
        assertThat(problems("head.shards: 1\nhead: {shards: 1}\n")).hasSize(1);
    }

    @Test
    void load_ofWhatIsNotOurYaml_isRefusedWithItsPlace() {
        assertThat(problems("head: {shards: &a 1, lateWindow: *a}"))
                .containsExactly("1:34: head.lateWindow: found an alias, expected a value");
        assertThat(problems("data: a\n---\ndata: b\n"))
                .containsExactly("2:1: found a second document, expected one");
        assertThat(problems("- 1")).containsExactly("1:1: found a list, expected keys and values");
        assertThat(problems("? [a]\n: 5\ndata: x"))
                .containsExactly("1:3: found a list or a section as a key, expected a word");
        assertThat(problems("head: {shards: 1"))
                .singleElement()
                .asString()
                .contains("found broken YAML");
        assertThat(problems("x: " + "[".repeat(10_000)))
                .last()
                .asString()
                .contains("expected at most " + YamlTree.DEPTH_MAX);
    }

    @Test
    void load_ofAnEmptyFileOrSection_isFine() throws Exception {
        for (String text : List.of("", "# only words\n", "---\n", "head:\nhttp: ~\n", "{}")) {
            assertThat(loadFile(text).value(TestSettings.SHARDS)).as(text).isEqualTo(4);
        }
    }

    @Test
    void load_ofAFileTooLargeOrNotTextOrMissing_isRefused() throws IOException {
        assertThat(problems("#".repeat(YamlReader.FILE_BYTES_MAX + 1)))
                .singleElement()
                .asString()
                .contains("expected at most 1048576");
        Path binary = Files.write(directory.resolve("binary"), new byte[] {(byte) 0xff, 'a'});
        assertThat(failure(Optional.of(binary)))
                .endsWith("binary: found bytes that are not UTF-8, expected text");
        assertThat(failure(Optional.of(directory.resolve("lost"))))
                .contains("cannot read the file");
    }

    @Test
    void load_ofManyProblems_listsABoundedNumber() {
        assertThat(problems("wrong: 1\n".repeat(Problems.PROBLEMS_MAX * 2)))
                .hasSize(Problems.PROBLEMS_MAX);
    }

    @Test
    void read_ofMutatedFiles_answersOrRefusesAndNeverFails() {
        long seed = 20_261_120;
        Random random = new Random(seed);
        for (int i = 0; i < MUTATIONS; i++) {
            StringBuilder text = new StringBuilder(GOOD);
            for (int n = random.nextInt(4); n >= 0; n--) {
                int at = random.nextInt(text.length());
                text.setCharAt(at, SIGNS.charAt(random.nextInt(SIGNS.length())));
            }
            Problems problems = new Problems();
            Findings findings = new Findings(TestSettings.ALL, problems);
            YamlReader.read("f", text.toString().getBytes(StandardCharsets.UTF_8), findings);
            assertThat(new Config(TestSettings.ALL, findings.given()).value(TestSettings.SHARDS))
                    .as("seed %d, round %d", seed, i)
                    .isBetween(1, 64);
            assertThat(problems.all())
                    .as("seed %d, round %d", seed, i)
                    .allMatch(problem -> problem.startsWith("f:"));
        }
    }

    @Test
    void settings_thatCollide_areOurFault() {
        Setting<String> key = Setting.text("a.b", "", "x");
        assertThatIllegalArgumentException().isThrownBy(() -> Settings.of(key, key));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Settings.of(key, Setting.text("a", "", "x")))
                .withMessageContaining("section");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Settings.of(Setting.text("a.bC", "", "x"), Setting.text("a.b_c", "", "x")))
                .withMessageContaining("environment");
        assertThatIllegalArgumentException().isThrownBy(() -> Setting.text("A.b", "", "x"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Setting.integer("a.n", 9, 1, 8, "x"))
                .withMessageContaining("default 9 of a.n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Config.defaults(TestSettings.ALL).value(key));
    }

    private Config load(Optional<Path> file, Map<String, String> environment, String... sets)
            throws ConfigException {
        return new ConfigLoader(TestSettings.ALL).load(file, environment, List.of(sets));
    }

    private Config loadFile(String text) throws ConfigException, IOException {
        return load(Optional.of(write(text)), Map.of());
    }

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("tributary.yaml"), text);
    }

    private String failure(Optional<Path> file) {
        return String.join(
                "\n", assertThrows(ConfigException.class, () -> load(file, Map.of())).problems());
    }

    /// The problems of a file, without its name.
    private List<String> problems(String text) {
        String prefix = directory.resolve("tributary.yaml") + ":";
        return assertThrows(ConfigException.class, () -> loadFile(text)).problems().stream()
                .peek(problem -> assertThat(problem).startsWith(prefix))
                .map(problem -> problem.substring(prefix.length()))
                .toList();
    }
}

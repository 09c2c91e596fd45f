package io.tributary.testkit.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ArchitectureRulesTest {
    @TempDir Path folder;
    private FixtureClasses fixture;

    @BeforeEach
    void newFixture() {
        fixture = new FixtureClasses(folder);
    }

    private JavaClasses compiled() throws IOException {
        return new ClassFileImporter().importPath(fixture.compile());
    }

    @ParameterizedTest
    @CsvSource({
        "promql, model, true",
        "promql, tsdb, false",
        "promql, runtime, false",
        "model, runtime, false",
        "runtime, model, false",
        "format, model, true",
        "format, runtime, false",
        "tsdb, format, true",
        "tsdb, gateway, false",
        "gateway, tsdb, false",
        "ledger, objectstore, true",
        "objectstore, ledger, false",
        "server, tsdb, true",
        "server, agent, false",
        "cli, server, true",
        "cli, agent, true",
        "agent, kube, true",
        "server, cli, false",
        "testkit, model, false",
        "common, model, false"
    })
    void edges_betweenModules_areAsInTheTable(String from, String to, boolean allowed)
            throws IOException {
        fixture.with("io.tributary." + to + ".inner.Target", "");
        fixture.with(
                "io.tributary." + from + ".Source", "io.tributary." + to + ".inner.Target[] t;");

        List<String> wrong = Modules.edges(compiled().that(inModule(from)), false);
        assertThat(wrong.isEmpty()).as("%s", wrong).isEqualTo(allowed);
    }

    private static DescribedPredicate<JavaClass> inModule(String module) {
        return DescribedPredicate.describe("in " + module, type -> Modules.of(type).equals(module));
    }

    @Test
    void edges_ofTests_mayGoToTheTestkitToo() throws IOException {
        fixture.with("io.tributary.testkit.Target", "");
        fixture.with("io.tributary.tsdb.SourceTest", "io.tributary.testkit.Target t;");
        JavaClasses classes = compiled();

        assertThat(Modules.edges(classes, true)).isEmpty();
        assertThat(Modules.edges(classes, false))
                .singleElement()
                .asString()
                .startsWith("tsdb may not use testkit");
    }

    @ParameterizedTest
    @CsvSource({
        "com.google.re2j, model, promql",
        "io.netty.buffer, runtime, server",
        "com.google.protobuf, format, model",
        "org.roaringbitmap, tsdb, promql",
        "org.apache.commons.cli, cli, server",
        "org.slf4j, server, tsdb",
        "org.junit.jupiter.api, testkit, tsdb"
    })
    void thirdParties_outsideTheirFence_areFound(String library, String inside, String outside)
            throws IOException {
        fixture.with(library + ".Thing", "public static void go() {}");
        fixture.with("io.tributary." + inside + ".In", "void a() { " + library + ".Thing.go(); }");
        fixture.with(
                "io.tributary." + outside + ".Out", "void a() { " + library + ".Thing.go(); }");

        assertThat(Modules.thirdParties(compiled()))
                .isNotEmpty()
                .allSatisfy(wrong ->
                        assertThat(wrong)
                                .startsWith(library + " is outside its fence")
                                .contains("io.tributary." + outside + ".Out"));
    }

    @Test
    void thirdParties_unknown_areOutsideEveryFence() throws IOException {
        fixture.with("org.unheard.Thing", "");
        fixture.with("io.tributary.model.Out", "org.unheard.Thing t;");
        assertThat(Modules.thirdParties(compiled())).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tsdb | runtime | java.nio.file.Files.exists(null);",
                "tsdb | runtime | new java.io.RandomAccessFile((String) null, null);",
                "tsdb | runtime | java.nio.channels.FileChannel c = null;  c.size();",
                "gateway | runtime | new java.net.Socket();",
                "server | runtime | java.net.http.HttpClient.newHttpClient();",
                "promql | testkit | java.util.regex.Pattern.compile(null);",
                "promql | runtime | System.currentTimeMillis();",
                "promql | runtime | java.util.function.LongSupplier s = System::nanoTime;",
                "server | runtime | java.time.Instant.now();",
                "tsdb | runtime | Thread.currentThread().interrupt();",
                "server | cli | System.out.println();",
                "server | cli | System.err.println();",
                "server | gateway | new io.tributary.model.flow.ReadScope();"
            })
    void bans_useWhereItDoesNotBelong_isFound(String outside, String inside, String code)
            throws IOException {
        fixture.with("io.tributary.model.flow.ReadScope", "");
        String body = "void a() throws Exception { " + code + " }";
        fixture.with("io.tributary." + inside + ".In", body);
        fixture.with("io.tributary." + outside + ".Out", body);

        assertThat(Bans.violations(compiled()))
                .isNotEmpty()
                .allSatisfy(
                        wrong -> assertThat(wrong).contains("io.tributary." + outside + ".Out"));
    }

    @Test
    void bans_threadLocal_isFoundEverywhere() throws IOException {
        fixture.with("io.tributary.runtime.Out", "ThreadLocal<String> context;");
        assertThat(Bans.violations(compiled())).hasSize(1);
    }

    @Test
    void bans_loopbackPrincipalOfTheServer_mayMakeAScope() throws IOException {
        fixture.with("io.tributary.model.flow.ReadScope", "");
        fixture.with(
                "io.tributary.server.LoopbackAccess",
                "Object a = new io.tributary.model.flow.ReadScope();");
        assertThat(Bans.violations(compiled())).isEmpty();
    }

    @Test
    void packages_cycle_isFound() throws IOException {
        fixture.with("io.tributary.tsdb.wal.A", "io.tributary.tsdb.head.B b;");
        fixture.with("io.tributary.tsdb.head.B", "");
        ArchitectureTest fine = rulesOver(fixture.compile());
        assertThatCode(fine::packages_dependencies_haveNoCycle).doesNotThrowAnyException();

        fixture.with("io.tributary.tsdb.head.B", "io.tributary.tsdb.wal.A a;");
        ArchitectureTest cyclic = rulesOver(fixture.compile());
        assertThatThrownBy(cyclic::packages_dependencies_haveNoCycle)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Cycle detected");
    }

    @Test
    void architectureTest_badClasses_fail() throws IOException {
        fixture.with("io.tributary.tsdb.T", "");
        fixture.with("org.unheard.Thing", "");
        fixture.with(
                "io.tributary.promql.Out",
                "io.tributary.tsdb.T t; org.unheard.Thing u; long n = System.nanoTime();");
        ArchitectureTest bad = rulesOver(fixture.compile());

        assertThatThrownBy(bad::modules_edges_goDownwardsOnly).isInstanceOf(AssertionError.class);
        assertThatThrownBy(bad::thirdParties_uses_stayInsideTheirFence)
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(bad::clockDiskNetAndScope_uses_stayWhereTheyBelong)
                .isInstanceOf(AssertionError.class);
    }

    private static ArchitectureTest rulesOver(Path classes) {
        ArchitectureTest rules =
                new ArchitectureTest() {
                    @Override
                    Path mainClasses() {
                        return classes;
                    }

                    @Override
                    Path testClasses() {
                        return classes.resolveSibling("none");
                    }
                };
        rules.importClasses();
        return rules;
    }
}

package io.tributary.testkit.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The rules of dependency, over the compiled classes of the module it runs in.
///
/// Surefire runs this class in every module (`dependenciesToScan` in the root pom), with the
/// module's directory as working directory. There are no exceptions.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public class ArchitectureTest {
    private JavaClasses main = new ClassFileImporter().importPaths(List.of());
    private JavaClasses tests = main;

    /// The module's compiled classes.
    Path mainClasses() {
        return Path.of("target", "classes");
    }

    /// The module's compiled tests.
    Path testClasses() {
        return Path.of("target", "test-classes");
    }

    @BeforeAll
    void importClasses() {
        main =
                new ClassFileImporter()
                        .withImportOption(location -> !location.contains("/jmh_generated/"))
                        .importPath(mainClasses());
        tests = new ClassFileImporter().importPath(testClasses());
    }

    @Test
    void modules_edges_goDownwardsOnly() {
        assertThat(Modules.edges(main, false)).isEmpty();
        assertThat(Modules.edges(tests, true)).isEmpty();
    }

    @Test
    void thirdParties_uses_stayInsideTheirFence() {
        assertThat(Modules.thirdParties(main)).isEmpty();
    }

    @Test
    void clockDiskNetAndScope_uses_stayWhereTheyBelong() {
        assertThat(Bans.violations(main)).isEmpty();
    }

    @Test
    void packages_dependencies_haveNoCycle() {
        slices().matching(Modules.ROOT + "(**)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(main);
    }
}

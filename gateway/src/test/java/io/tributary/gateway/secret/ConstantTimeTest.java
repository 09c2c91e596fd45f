package io.tributary.gateway.secret;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// No code of this package compares texts or bytes in a way whose time tells where they differ, but
/// where one of the two is public and stands in the source.
final class ConstantTimeTest {
    private static final Set<String> OWNERS =
            Set.of(
                    "java.lang.Object",
                    "java.lang.String",
                    "java.lang.CharSequence",
                    "java.util.Objects",
                    "java.util.Arrays",
                    "java.nio.ByteBuffer",
                    "java.nio.CharBuffer");

    private static final Set<String> COMPARE =
            Set.of(
                    "equals",
                    "deepEquals",
                    "equalsIgnoreCase",
                    "contentEquals",
                    "compare",
                    "compareTo",
                    "compareToIgnoreCase",
                    "compareUnsigned",
                    "mismatch",
                    "regionMatches",
                    "startsWith",
                    "endsWith",
                    "contains",
                    "indexOf",
                    "matches");

    private static final Map<String, Set<String>> PUBLIC_TEXT =
            Map.of(
                    "AccessToken", Set.of("startsWith", "indexOf"),
                    "AuthorizationHeader", Set.of("startsWith"),
                    "SecretHash", Set.of("startsWith"));

    private static final List<JavaClass> CLASSES =
            new ClassFileImporter()
                    .importPackages(Secret.class.getPackageName()).stream()
                            .filter(type -> type.getSource().toString().contains("/classes/"))
                            .toList();

    @Test
    void comparisons_areOfPublicTextsOnly() {
        assertThat(CLASSES).extracting(JavaClass::getSimpleName).contains("Secret", "ProofKeys");
        assertThat(comparisons(CLASSES)).isEmpty();
    }

    @Test
    void comparisons_ofSecrets_takeTheSameTime() {
        for (Map.Entry<Class<?>, String> method :
                Map.<Class<?>, String>of(Secret.class, "equals", SecretHash.class, "isOf")
                        .entrySet()) {
            assertThat(calls(method.getKey(), method.getValue()))
                    .contains("java.security.MessageDigest.isEqual");
        }
        assertThat(calls(SecretHash.class, "equals"))
                .contains("java.security.MessageDigest.isEqual");
        assertThat(calls(ProofKey.class, "equals"))
                .contains(ProofKey.class.getName() + ".isSameAs");
    }

    @Test
    void comparisons_inCodeThatHasThem_areFound() {
        List<JavaClass> careless =
                List.copyOf(new ClassFileImporter().importClasses(Careless.class));

        assertThat(comparisons(careless)).hasSize(2);
    }

    /// What is looked for.
    private static final class Careless {
        private Careless() {}

        @SuppressWarnings("unused") // looked at, not called
        private static boolean isSame(String a, String b, byte[] c, byte[] d) {
            return a.equals(b) || Arrays.equals(c, d);
        }
    }

    private static List<String> comparisons(Iterable<JavaClass> types) {
        List<String> found = new ArrayList<>();
        for (JavaClass type : types) {
            for (JavaMethodCall call : type.getMethodCallsFromSelf()) {
                boolean fine =
                        !OWNERS.contains(call.getTargetOwner().getName())
                                || !COMPARE.contains(call.getName())
                                || PUBLIC_TEXT
                                        .getOrDefault(type.getSimpleName(), Set.of())
                                        .contains(call.getName());
                if (!fine) {
                    found.add(call.getDescription());
                }
            }
        }
        return found;
    }

    private static List<String> calls(Class<?> type, String method) {
        return new ClassFileImporter()
                .importClass(type).getCodeUnits().stream()
                        .filter(unit -> unit.getName().equals(method))
                        .map(JavaCodeUnit::getMethodCallsFromSelf)
                        .flatMap(Set::stream)
                        .map(call -> call.getTargetOwner().getName() + "." + call.getName())
                        .toList();
    }
}

package io.tributary.testkit.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The modules, what each may use of ours, and which third parties are fenced in where.
///
/// ```
/// compose   server · operator · cli              bench: not shipped
/// act       tsdb · rules · gateway · agent      no edge between siblings
/// know      format · promql · objectstore · journal · ledger · kube
/// say, run  model · runtime                     testkit: tests only
/// ```
final class Modules {
    static final String ROOT = "io.tributary.";

    /// Benchmarks stand in the packages that they measure, so where they were compiled tells them.
    static final String BENCH = "bench";

    private static final String BENCH_CLASSES = "/" + BENCH + "/target/classes/";

    private static final Set<String> BELOW_COMPOSE =
            Set.of(
                    "model",
                    "runtime",
                    "format",
                    "promql",
                    "objectstore",
                    "journal",
                    "ledger",
                    "kube",
                    "tsdb",
                    "rules",
                    "gateway");

    private static final Map<String, Set<String>> MAY_USE =
            Map.ofEntries(
                    Map.entry("model", Set.of()),
                    Map.entry("runtime", Set.of()),
                    Map.entry("format", Set.of("model")),
                    Map.entry("promql", Set.of("model")),
                    Map.entry("objectstore", Set.of("runtime")),
                    Map.entry("journal", Set.of("runtime")),
                    Map.entry("ledger", Set.of("objectstore", "runtime")),
                    Map.entry("kube", Set.of("model", "runtime")),
                    Map.entry("tsdb", Set.of("model", "format", "objectstore", "runtime")),
                    Map.entry("rules", Set.of("model", "promql", "runtime")),
                    Map.entry("gateway", Set.of("model", "format", "runtime")),
                    Map.entry("agent", Set.of("model", "format", "kube", "runtime")),
                    Map.entry("server", BELOW_COMPOSE),
                    Map.entry("operator", BELOW_COMPOSE),
                    Map.entry("cli", with(BELOW_COMPOSE, "server", "agent")),
                    Map.entry(BENCH, BELOW_COMPOSE),
                    Map.entry("testkit", Set.of()));

    /// Packages of third parties, and the modules that may speak to them. What is not here may be
    /// used by no module's main code.
    private static final Map<String, Set<String>> FENCES =
            Map.ofEntries(
                    Map.entry("com.google.re2j.", Set.of("model")),
                    Map.entry("com.linecorp.armeria.", Set.of("runtime")),
                    Map.entry("io.netty.", Set.of("runtime")),
                    Map.entry("org.reactivestreams.", Set.of("runtime")),
                    Map.entry("org.snakeyaml.engine.", Set.of("runtime")),
                    Map.entry("io.prometheus.metrics.", Set.of("runtime")),
                    Map.entry("com.google.protobuf.", Set.of("format")),
                    Map.entry("org.xerial.snappy.", Set.of("format")),
                    Map.entry("com.github.luben.zstd.", Set.of("format")),
                    Map.entry("software.amazon.awssdk.", Set.of("objectstore")),
                    Map.entry("org.apache.kafka.", Set.of("journal")),
                    Map.entry("io.fabric8.", Set.of("kube", "operator")),
                    Map.entry("io.javaoperatorsdk.", Set.of("operator")),
                    Map.entry("org.roaringbitmap.", Set.of("tsdb")),
                    Map.entry("com.dynatrace.hash4j.", Set.of("tsdb")),
                    Map.entry("com.nimbusds.", Set.of("gateway")),
                    Map.entry("org.bouncycastle.", Set.of("gateway")),
                    Map.entry("org.openjdk.jmh.", Set.of(BENCH)),
                    Map.entry("org.apache.commons.cli.", Set.of("cli")),
                    Map.entry("ch.qos.logback.", Set.of("cli")),
                    // Libraries measure and return; only what has a main, and its lifecycle, logs.
                    Map.entry(
                            "org.slf4j.", Set.of("runtime", "server", "agent", "operator", "cli")),
                    Map.entry("org.junit.", Set.of("testkit")),
                    Map.entry("org.opentest4j.", Set.of("testkit")),
                    Map.entry("org.assertj.", Set.of("testkit")),
                    Map.entry("com.tngtech.archunit.", Set.of("testkit")));

    private static final List<String> FREE =
            List.of("java.", "javax.", "jdk.", "com.sun.", "org.jspecify.");

    private Modules() {}

    /// The module of one of our classes; empty for others.
    static String of(JavaClass type) {
        String name = type.getPackageName() + ".";
        if (!name.startsWith(ROOT)) {
            return "";
        }
        if (type.getSource().filter(Modules::isBench).isPresent()) {
            return BENCH;
        }
        return name.substring(ROOT.length(), name.indexOf('.', ROOT.length()));
    }

    private static boolean isBench(Source source) {
        return source.getUri().toString().contains(BENCH_CLASSES);
    }

    /// Edges to modules that may not be used. Tests may use `testkit` besides.
    static List<String> edges(Iterable<JavaClass> types, boolean tests) {
        List<String> wrong = new ArrayList<>();
        for (JavaClass type : types) {
            String module = of(type);
            Set<String> allowed = MAY_USE.get(module);
            if (allowed == null) {
                wrong.add(type.getName() + " is in no module that the table knows");
                continue;
            }
            for (Dependency edge : type.getDirectDependenciesFromSelf()) {
                String target = of(edge.getTargetClass().getBaseComponentType());
                boolean fine =
                        target.isEmpty()
                                || target.equals(module)
                                || allowed.contains(target)
                                || (tests && target.equals("testkit"));
                if (!fine) {
                    wrong.add(module + " may not use " + target + ": " + edge.getDescription());
                }
            }
        }
        return wrong;
    }

    /// Uses of third parties outside their fence.
    static List<String> thirdParties(Iterable<JavaClass> types) {
        List<String> wrong = new ArrayList<>();
        for (JavaClass type : types) {
            for (Dependency edge : type.getDirectDependenciesFromSelf()) {
                JavaClass target = edge.getTargetClass().getBaseComponentType();
                if (!mayUse(of(type), target)) {
                    wrong.add(
                            "%s is outside its fence: %s"
                                    .formatted(target.getPackageName(), edge.getDescription()));
                }
            }
        }
        return wrong;
    }

    private static boolean mayUse(String module, JavaClass target) {
        String name = target.getPackageName() + ".";
        if (target.isPrimitive()
                || name.startsWith(ROOT)
                || FREE.stream().anyMatch(name::startsWith)) {
            return true;
        }
        return FENCES.entrySet().stream()
                .anyMatch(fence ->
                        name.startsWith(fence.getKey()) && fence.getValue().contains(module));
    }

    private static Set<String> with(Set<String> modules, String... more) {
        List<String> all = new ArrayList<>(modules);
        all.addAll(List.of(more));
        return Set.copyOf(all);
    }
}

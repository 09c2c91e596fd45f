package io.tributary.testkit.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// What main code may not touch, and who may all the same.
final class Bans {
    /// Types whose every use is banned, but in the modules named.
    private record TypeBan(Predicate<String> type, Set<String> except, String why) {}

    private static final Set<String> DISK_AND_NET =
            Set.of(
                    "java.nio.file.Files",
                    "java.nio.channels.FileChannel",
                    "java.nio.channels.AsynchronousFileChannel",
                    "java.io.RandomAccessFile",
                    "java.io.FileInputStream",
                    "java.io.FileOutputStream",
                    "java.io.FileReader",
                    "java.io.FileWriter",
                    "java.net.Socket",
                    "java.net.ServerSocket",
                    "java.net.DatagramSocket",
                    "java.nio.channels.SocketChannel",
                    "java.nio.channels.ServerSocketChannel",
                    "java.nio.channels.DatagramChannel",
                    "java.net.HttpURLConnection",
                    "java.net.http.HttpClient",
                    "com.sun.net.httpserver.HttpServer");

    private static final List<TypeBan> TYPES =
            List.of(
                    new TypeBan(
                            DISK_AND_NET::contains,
                            Set.of("runtime", "testkit", Modules.BENCH),
                            "disk and network only through runtime"),
                    new TypeBan(
                            name -> name.startsWith("java.util.regex."),
                            Set.of("testkit"),
                            "a pattern of java.util.regex can hang; RE2/J stands in model"),
                    new TypeBan(
                            Set.of("java.lang.ThreadLocal", "java.lang.InheritableThreadLocal")
                                    ::contains,
                            Set.of(),
                            "context is a parameter, or a ScopedValue"));

    /// Methods, fields and constructors, as `owner.name`.
    private record MemberBan(Set<String> members, Predicate<JavaClass> except, String why) {}

    private static final List<MemberBan> MEMBERS =
            List.of(
                    new MemberBan(
                            Set.of(
                                    "java.lang.System.currentTimeMillis",
                                    "java.lang.System.nanoTime",
                                    "java.time.Instant.now",
                                    "java.time.Clock.systemUTC",
                                    "java.time.Clock.systemDefaultZone"),
                            in("runtime", "testkit", Modules.BENCH),
                            "time is handed in: runtime.clock.Clock"),
                    new MemberBan(
                            Set.of("java.lang.Thread.interrupt"),
                            type -> !Modules.of(type).equals("tsdb"),
                            "an interrupt closes a file's channel for everybody"),
                    new MemberBan(
                            Set.of("java.lang.System.out", "java.lang.System.err"),
                            in("cli", Modules.BENCH),
                            "only the command line prints"),
                    new MemberBan(
                            Set.of(
                                    "io.tributary.model.flow.ReadScope.<init>",
                                    "io.tributary.model.flow.ReadScope$TenantScope.<init>"),
                            type ->
                                    Modules.of(type).equals("gateway")
                                            || type.getName()
                                                    .startsWith("io.tributary.model.flow.ReadScope")
                                            || (Modules.of(type).equals("server")
                                                    && type.getSimpleName().startsWith("Loopback")),
                            "what may be read is decided by the authenticator alone"));

    private Bans() {}

    static List<String> violations(Iterable<JavaClass> types) {
        List<String> wrong = new ArrayList<>();
        for (JavaClass type : types) {
            for (Dependency use : type.getDirectDependenciesFromSelf()) {
                typeBans(type, use, wrong);
            }
            for (JavaAccess<?> use : type.getAccessesFromSelf()) {
                memberBans(type, use, wrong);
            }
        }
        return wrong;
    }

    private static void typeBans(JavaClass type, Dependency use, List<String> wrong) {
        String target = use.getTargetClass().getBaseComponentType().getName();
        for (TypeBan ban : TYPES) {
            if (ban.type.test(target) && !ban.except.contains(Modules.of(type))) {
                wrong.add(ban.why + ": " + use.getDescription());
            }
        }
    }

    private static void memberBans(JavaClass type, JavaAccess<?> use, List<String> wrong) {
        String target = use.getTargetOwner().getName() + "." + use.getName();
        for (MemberBan ban : MEMBERS) {
            if (ban.members.contains(target) && !ban.except.test(type)) {
                wrong.add(ban.why + ": " + use.getDescription());
            }
        }
    }

    private static Predicate<JavaClass> in(String... modules) {
        Set<String> names = Set.of(modules);
        return type -> names.contains(Modules.of(type));
    }
}

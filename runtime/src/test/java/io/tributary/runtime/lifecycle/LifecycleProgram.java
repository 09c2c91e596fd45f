package io.tributary.runtime.lifecycle;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;

/// A process with one part, for tests of real signals and real exits.
final class LifecycleProgram {
    private LifecycleProgram() {}

    static Process start(String mode) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        Objects.requireNonNull(System.getProperty("java.class.path")),
                        LifecycleProgram.class.getName(),
                        mode)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    public static void main(String[] args) {
        Lifecycle lifecycle = new Lifecycle(Terminator.ofThisProcess());
        lifecycle.start(() ->
                lifecycle.add("part", Duration.ofSeconds(10), () -> System.out.println("closed")));
        System.out.println("ready");
        if (args[0].equals("fatal")) {
            lifecycle.fatal("cannot sync", new IOException("simulated"));
        }
        lifecycle.awaitStopped();
    }
}

package io.tributary.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The commands of a page of the guide: its blocks of `sh`, one after the other.
public final class GuideScript {
    private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

    private GuideScript() {}

    /// The commands as they stand.
    public static String of(String page) throws IOException {
        StringBuilder script = new StringBuilder();
        Matcher blocks = BLOCK.matcher(Files.readString(Path.of("..", "docs", "guide", page)));
        while (blocks.find()) {
            script.append(blocks.group(1));
        }
        return script.toString();
    }

    /// Runs commands in bash until the first that fails; what they started ends with them.
    ///
    /// @param bin found before all else on the `PATH`
    /// @param log where they print to
    /// @return the exit code; -1 if they did not end in five minutes
    public static int run(String commands, Path directory, Path bin, Path log)
            throws IOException, InterruptedException {
        Path script =
                Files.writeString(
                        directory.resolve("guide.sh"),
                        "set -e\ntrap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n" + commands);
        ProcessBuilder builder =
                new ProcessBuilder("bash", script.toString())
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        builder.environment().merge("PATH", bin.toString(), (path, own) -> own + ":" + path);
        builder.environment().keySet().removeIf(name -> name.startsWith("TRIBUTARY_"));
        Process process = builder.start();
        boolean ended = process.waitFor(5, TimeUnit.MINUTES);
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        return ended ? process.waitFor() : -1;
    }
}

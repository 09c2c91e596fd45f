package io.tributary.cli.line;

import io.tributary.runtime.config.ConfigException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// All commands of a program, ready to be given words.
public final class Program {
    private final Group root;

    /// @param commands all but `help`, which is added
    public Program(String name, String description, List<Command> commands) {
        List<Command> all = new ArrayList<>();
        all.add(new Help(this));
        all.addAll(commands);
        root = new Group(name, description, all);
    }

    /// The command that the words name, and what follows.
    ///
    /// @param path the words that lead to it
    /// @param group that of the command, or the one in which there is none
    private record Named(String path, Group group, Optional<Action> action, List<String> rest) {}

    /// Runs the command that the words name; the exit code. What is wrong is one line on `err`, and
    /// for wrong usage another that says where to read more.
    public int execute(Console console, List<String> words) {
        Named named = named(words);
        try {
            return run(named, console);
        } catch (UsageException e) {
            console.err().println(e.getMessage());
            console.err().println("See: " + named.path + " --help");
            return ExitCode.USAGE;
        } catch (ConfigException e) {
            return failed(e, console, ExitCode.USAGE);
        } catch (IOException | RuntimeException e) {
            return failed(e, console, ExitCode.FAILED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(e, console, ExitCode.FAILED);
        } finally {
            console.out().flush();
            console.err().flush();
        }
    }

    private Named named(List<String> words) {
        StringBuilder path = new StringBuilder(root.name());
        Group group = root;
        for (int i = 0; i < words.size(); i++) {
            Optional<Command> command = group.command(words.get(i));
            if (command.isEmpty()) {
                return new Named(
                        path.toString(), group, Optional.empty(), words.subList(i, words.size()));
            }
            path.append(' ').append(words.get(i));
            if (command.get() instanceof Action action) {
                return new Named(
                        path.toString(),
                        group,
                        Optional.of(action),
                        words.subList(i + 1, words.size()));
            }
            group = (Group) command.get();
        }
        return new Named(path.toString(), group, Optional.empty(), List.of());
    }

    private int run(Named named, Console console)
            throws UsageException, ConfigException, IOException, InterruptedException {
        if (named.action.isPresent() && !Syntax.asksForHelp(named.rest)) {
            Action action = named.action.get();
            return action.run(action.syntax().parse(named.rest), console);
        }
        if (named.rest.isEmpty()) {
            console.err().println("a command is missing");
            console.err().print(help(named));
            return ExitCode.USAGE;
        }
        String word = named.rest.getFirst();
        if (named.action.isPresent() || Syntax.asksForHelp(List.of(word))) {
            console.out().print(help(named));
            return ExitCode.OK;
        }
        String unknown = word.startsWith("-") ? "option " + word : "command \"" + word + "\"";
        throw new UsageException(
                "unknown " + unknown + Similar.suggestion(word, named.group.words()));
    }

    private static String help(Named named) {
        return named.action
                .map(action -> HelpText.of(named.path, action))
                .orElseGet(() -> HelpText.of(named.path, named.group));
    }

    private static int failed(Exception failure, Console console, int code) {
        String text = String.valueOf(failure.getMessage()).replace("\n", "\ntributary: ");
        console.err().println("tributary: " + text);
        return code;
    }
}

package io.tributary.cli;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A directory as bytes, and what tests do to it.
record FileTree(Path root) {
    /// Of each path: when it was changed, its permissions, a sum of its bytes.
    Map<String, String> state() throws IOException {
        Map<String, String> state = new TreeMap<>();
        for (Path path : paths()) {
            state.put(
                    path.toString(),
                    Files.getLastModifiedTime(path)
                            + " "
                            + Files.getPosixFilePermissions(path)
                            + " "
                            + sum(path));
        }
        return state;
    }

    FileTree copyTo(Path target) throws IOException {
        for (Path path : paths()) {
            Path copy = target.resolve(root.relativize(path).toString());
            if (Files.isDirectory(path)) {
                Files.createDirectories(copy);
            } else {
                Files.copy(path, copy);
            }
        }
        return new FileTree(target);
    }

    /// The files of a directory, by name.
    List<Path> files(String directory) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(directory))) {
            return files.sorted().toList();
        }
    }

    /// Where in a file a byte that is not zero stands, at `share` of all of those behind `from`.
    static long written(Path file, int from, double share) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        long count = 0;
        for (int i = from; i < bytes.length; i++) {
            count += bytes[i] == 0 ? 0 : 1;
        }
        long wanted = (long) (count * share);
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] != 0 && wanted-- == 0) {
                return i;
            }
        }
        throw new AssertionError("nothing is written in " + file);
    }

    static void flip(Path file, long offset) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(offset);
            int old = open.read();
            open.seek(offset);
            open.write(old ^ 0x10);
        }
    }

    private List<Path> paths() throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.toList();
        }
    }

    private static String sum(Path path) {
        try {
            return Files.isDirectory(path)
                    ? "directory"
                    : java.util.HexFormat.of()
                            .formatHex(
                                    java.security.MessageDigest.getInstance("SHA-256")
                                            .digest(Files.readAllBytes(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

package io.tributary.runtime.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Files that people write for us: one, or all of a kind in a directory.
///
/// What begins with a dot is left out: editors' swap files, and what Kubernetes keeps behind the
/// links of a mounted ConfigMap.
public final class InputFiles {
    /// Most files in a directory.
    public static final int FILES_MAX = 10_000;

    private InputFiles() {}

    /// Their contents by path, in order.
    ///
    /// @param path a file, or a directory, whose own files with one of the endings are meant
    /// @param bytesMax of all together
    /// @throws IOException if one cannot be read, or they are more than they may be; the message
    ///   names it
    public static SortedMap<String, byte[]> read(Path path, List<String> endings, int bytesMax)
            throws IOException {
        TreeMap<String, byte[]> contents = new TreeMap<>();
        long left = bytesMax;
        for (Path file : files(path, endings)) {
            byte[] bytes = bytes(file, left);
            left -= bytes.length;
            if (left < 0) {
                throw tooLarge(path, bytesMax);
            }
            contents.put(file.toString(), bytes);
        }
        return contents;
    }

    /// The contents of one file.
    ///
    /// @throws IOException if it cannot be read, as a directory cannot, or is larger than it may
    ///   be; the message names it
    public static byte[] readOne(Path file, int bytesMax) throws IOException {
        byte[] bytes = bytes(file, bytesMax);
        if (bytes.length > bytesMax) {
            throw tooLarge(file, bytesMax);
        }
        return bytes;
    }

    /// What a file has, and of what is more than so many bytes the first.
    private static byte[] bytes(Path file, long most) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            return stream.readNBytes((int) Math.min(most + 1, Integer.MAX_VALUE));
        } catch (IOException e) {
            throw new IOException("cannot read the file %s: %s".formatted(file, e), e);
        }
    }

    private static IOException tooLarge(Path path, int bytesMax) {
        return new IOException(
                "%s: found more than %d bytes, expected at most so many".formatted(path, bytesMax));
    }

    private static List<Path> files(Path path, List<String> endings) throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> all = Files.list(path)) {
            List<Path> files =
                    all.filter(file -> isMeant(file, endings))
                            .filter(file -> !Files.isDirectory(file))
                            .sorted()
                            .limit(FILES_MAX + 1L)
                            .toList();
            if (files.size() > FILES_MAX) {
                throw new IOException("%s: found more than %d files".formatted(path, FILES_MAX));
            }
            return files;
        } catch (IOException e) {
            throw new IOException("cannot list the directory %s: %s".formatted(path, e), e);
        }
    }

    private static boolean isMeant(Path file, List<String> endings) {
        String name = file.getFileName().toString();
        return !name.startsWith(".") && endings.stream().anyMatch(name::endsWith);
    }

    /// Whether both hold the same files with the same bytes.
    public static boolean isSame(SortedMap<String, byte[]> left, SortedMap<String, byte[]> right) {
        return left.keySet().equals(right.keySet())
                && left.entrySet().stream()
                        .allMatch(entry ->
                                Arrays.equals(entry.getValue(), right.get(entry.getKey())));
    }
}

package io.tributary.testkit.fuzz;

import io.tributary.testkit.SeededCases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// Runs a fuzz target inside the ordinary build: over its committed corpus, and over seeded
/// mutations of it, as many as asked for.
public final class FuzzCorpus {
    /// Longest input a mutation makes.
    private static final int INPUT_BYTES_MAX = 4096;

    /// What a Jazzer target looks like.
    @FunctionalInterface
    public interface Target {
        void fuzzerTestOneInput(byte[] input);
    }

    private FuzzCorpus() {}

    /// Runs `target` over the corpus, then over so many mutations of it.
    ///
    /// @param name the directory under `src/test/resources/corpus`
    public static void run(String name, int mutations, Target target) {
        List<byte[]> seeds = read(Path.of("src/test/resources/corpus", name));
        for (byte[] seed : seeds) {
            target.fuzzerTestOneInput(seed.clone());
        }
        SeededCases.run(
                mutations,
                random -> {
                    byte[] seed = seeds.get(random.between(0, seeds.size() - 1));
                    target.fuzzerTestOneInput(mutate(random, seed));
                });
    }

    /// One to four changes: a flipped bit, another byte, a piece removed, repeated or made up, the
    /// end cut off.
    public static byte[] mutate(SeededCases.Random random, byte[] seed) {
        byte[] bytes = seed.clone();
        int changes = random.between(1, 4);
        for (int i = 0; i < changes; i++) {
            bytes = change(random, bytes);
        }
        return Arrays.copyOf(bytes, Math.min(bytes.length, INPUT_BYTES_MAX));
    }

    private static byte[] change(SeededCases.Random random, byte[] bytes) {
        if (bytes.length == 0) {
            return random.bytes(1, 8);
        }
        int at = random.between(0, bytes.length - 1);
        int end = random.between(at, Math.min(bytes.length, at + 16));
        switch (random.between(0, 5)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.between(0, 7));
            case 1 -> bytes[at] = (byte) random.between(0, 255);
            case 2 -> {
                return splice(bytes, at, new byte[0], end);
            }
            case 3 -> {
                return splice(bytes, end, Arrays.copyOfRange(bytes, at, end), end);
            }
            case 4 -> {
                return splice(bytes, at, random.bytes(1, 12), at);
            }
            default -> {
                return Arrays.copyOf(bytes, at);
            }
        }
        return bytes;
    }

    /// `bytes` up to `from`, then `middle`, then `bytes` from `to` on.
    private static byte[] splice(byte[] bytes, int from, byte[] middle, int to) {
        byte[] joined = Arrays.copyOf(bytes, from + middle.length + bytes.length - to);
        System.arraycopy(middle, 0, joined, from, middle.length);
        System.arraycopy(bytes, to, joined, from + middle.length, bytes.length - to);
        return joined;
    }

    private static List<byte[]> read(Path directory) {
        try (var files = Files.list(directory)) {
            return files.sorted().map(FuzzCorpus::bytes).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

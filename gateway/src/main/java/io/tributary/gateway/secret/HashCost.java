package io.tributary.gateway.secret;

import java.util.List;
import java.util.Optional;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// What one computation of Argon2id costs (RFC 9106): memory in KiB, passes over it, lanes.
///
/// *Bounds*: at most {@link #MEMORY_KIB_MAX}, {@link #PASSES_MAX} and {@link #LANES_MAX}, for a
/// hash that somebody wrote down must not be able to stop us; and as much as one of the settings
/// that OWASP's Password Storage Cheat Sheet names, which it takes for equally strong.
record HashCost(int memoryKib, int passes, int lanes) {
    private record Least(int memoryKib, int passes) {}

    private static final List<Least> OWASP =
            List.of(
                    new Least(47_104, 1),
                    new Least(19_456, 2),
                    new Least(12_288, 3),
                    new Least(9_216, 4),
                    new Least(7_168, 5));

    static final int MEMORY_KIB_MAX = 256 * 1024;
    static final int PASSES_MAX = 10;
    static final int LANES_MAX = 4;

    /// For tokens, whose 256 random bits nobody guesses at any cost: OWASP's setting that takes
    /// least time and memory here.
    static final HashCost TOKEN = new HashCost(7_168, 5, 1);

    /// For passwords, which people choose: OWASP's usual setting, at nearly three times the memory.
    static final HashCost PASSWORD = new HashCost(19_456, 2, 1);

    HashCost {
        Optional<String> fault = fault(memoryKib, passes, lanes);
        if (fault.isPresent()) {
            throw new IllegalArgumentException("BUG: " + fault.get());
        }
    }

    /// The cost of a hash that somebody wrote down.
    ///
    /// @throws SecretException if it is out of bounds
    static HashCost of(int memoryKib, int passes, int lanes) throws SecretException {
        Optional<String> fault = fault(memoryKib, passes, lanes);
        if (fault.isPresent()) {
            throw new SecretException(fault.get());
        }
        return new HashCost(memoryKib, passes, lanes);
    }

    /// Computes. Takes tens of milliseconds of CPU and as much memory as it says.
    byte[] hash(byte[] secret, byte[] salt, int sizeBytes) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(
                new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                        .withMemoryAsKB(memoryKib)
                        .withIterations(passes)
                        .withParallelism(lanes)
                        .withSalt(salt)
                        .build());
        byte[] hash = new byte[sizeBytes];
        generator.generateBytes(secret, hash);
        return hash;
    }

    /// As a PHC string has it.
    @Override
    public String toString() {
        return "m=" + memoryKib + ",t=" + passes + ",p=" + lanes;
    }

    private static Optional<String> fault(int memoryKib, int passes, int lanes) {
        if (memoryKib > MEMORY_KIB_MAX) {
            return Optional.of(
                    "hash asks for m=%d KiB, at most %d".formatted(memoryKib, MEMORY_KIB_MAX));
        }
        if (passes > PASSES_MAX) {
            return Optional.of("hash asks for t=%d, at most %d".formatted(passes, PASSES_MAX));
        }
        if (lanes < 1 || lanes > LANES_MAX) {
            return Optional.of("hash asks for p=%d, 1 to %d".formatted(lanes, LANES_MAX));
        }
        for (Least least : OWASP) {
            if (memoryKib >= least.memoryKib && passes >= least.passes) {
                return Optional.empty();
            }
        }
        return Optional.of(
                "hash asks for m=%d,t=%d only, at least one of %s"
                        .formatted(memoryKib, passes, named()));
    }

    private static String named() {
        StringBuilder text = new StringBuilder();
        for (Least least : OWASP) {
            text.append(text.isEmpty() ? "" : "; ");
            text.append("m=").append(least.memoryKib).append(",t=").append(least.passes);
        }
        return text.toString();
    }
}

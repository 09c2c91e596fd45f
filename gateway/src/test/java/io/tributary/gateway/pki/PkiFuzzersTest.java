package io.tributary.gateway.pki;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// The targets over random changes of what is right, without guidance; in every build.
class PkiFuzzersTest {
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 4_000);
    private static final int CHANGES_MAX = 6;

    @Test
    void requests_changedAtRandom_areReadOrRefused() throws Exception {
        run(FuzzSeeds.requests(), SigningRequestFuzzer::fuzzerTestOneInput);
    }

    @Test
    void identities_changedAtRandom_areReadOrRefused() throws Exception {
        run(FuzzSeeds.identities(), IdentityFuzzer::fuzzerTestOneInput);
    }

    private static void run(List<byte[]> seeds, Consumer<byte[]> target) {
        seeds.forEach(target);
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(round);
            byte[] input = seeds.get(random.nextInt(seeds.size())).clone();
            for (int change = random.nextInt(CHANGES_MAX); change >= 0; change--) {
                input = changed(input, random);
            }
            try {
                target.accept(input);
            } catch (RuntimeException | Error e) {
                throw new AssertionError("input " + HexFormat.of().formatHex(input), e);
            }
        }
    }

    /// One byte set, taken away or put in.
    private static byte[] changed(byte[] input, Random random) {
        if (input.length == 0) {
            return new byte[] {(byte) random.nextInt()};
        }
        int at = random.nextInt(input.length);
        int kind = random.nextInt(4);
        if (kind < 2) {
            input[at] = (byte) (kind == 0 ? random.nextInt() : input[at] ^ 1 << random.nextInt(8));
            return input;
        }
        int behind = kind == 2 ? at + 1 : at;
        byte[] result = Arrays.copyOf(input, at + (kind == 2 ? 0 : 1) + input.length - behind);
        System.arraycopy(input, behind, result, at + (kind == 2 ? 0 : 1), input.length - behind);
        return result;
    }
}

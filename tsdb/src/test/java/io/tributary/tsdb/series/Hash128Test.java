package io.tributary.tsdb.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.testkit.SeededCases.Random;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class Hash128Test {
    private record Words(long high, long low) {}

    private final Random random = new Random(1);
    private final long[] key = key();
    private final Hash128 hash = new Hash128(key);

    @Test
    void hash_ofEveryTailLength_dependsOnEveryByteAndOnNoneBehind() {
        byte[] bytes = random.bytes(64, 64);
        Set<Words> seen = new HashSet<>();
        for (int length = 0; length <= 40; length++) {
            Words words = words(hash, 7, bytes, length);
            assertThat(seen.add(words)).as("length %d", length).isTrue();
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] ^= 1;
                Words changed = words(hash, 7, bytes, length);
                bytes[at] ^= 1;
                assertThat(changed.equals(words))
                        .as("byte %d of %d", at, length)
                        .isEqualTo(at >= length);
            }
        }
    }

    @Test
    void hash_ofZeros_dependsOnTheirNumber() {
        Set<Words> seen = new HashSet<>();
        for (int length = 0; length <= 64; length++) {
            assertThat(seen.add(words(hash, 0, new byte[64], length))).isTrue();
        }
    }

    @Test
    void hash_atAnotherOffset_isTheSame() {
        byte[] bytes = random.bytes(40, 40);
        byte[] moved = new byte[60];
        System.arraycopy(bytes, 0, moved, 13, 40);

        hash.hash(3, moved, 13, 40);
        assertThat(new Words(hash.high(), hash.low())).isEqualTo(words(hash, 3, bytes, 40));
    }

    @Test
    void hash_withAnotherSaltOrKey_isAnother() {
        byte[] bytes = random.bytes(33, 33);
        Words words = words(hash, 1, bytes, 33);

        assertThat(words(new Hash128(key), 1, bytes, 33)).isEqualTo(words);
        for (int bit = 0; bit < 64; bit++) {
            assertThat(words(hash, 1 ^ (2L << bit), bytes, 33).equals(words)).isEqualTo(bit == 63);
        }
        for (int word = 0; word < Hash128.KEY_WORDS; word++) {
            long[] other = key.clone();
            other[word] ^= 1L << 20;
            assertThat(words(new Hash128(other), 1, bytes, 33))
                    .as("word %d", word)
                    .isNotEqualTo(words);
        }
    }

    @Test
    void hash_withOneInputBitTurned_turnsAboutHalfOfItsBits() {
        int trials = 0;
        long turned = 0;
        for (int length = 1; length <= 40; length++) {
            byte[] bytes = random.bytes(length, length);
            Words words = words(hash, 5, bytes, length);
            for (int bit = 0; bit < 8 * length; bit++) {
                bytes[bit / 8] ^= (byte) (1 << (bit % 8));
                Words changed = words(hash, 5, bytes, length);
                bytes[bit / 8] ^= (byte) (1 << (bit % 8));
                int bits =
                        Long.bitCount(words.high() ^ changed.high())
                                + Long.bitCount(words.low() ^ changed.low());
                assertThat(bits).as("bit %d of %d bytes", bit, length).isBetween(24, 104);
                turned += bits;
                trials++;
            }
        }
        assertThat((double) turned / trials).isBetween(62.0, 66.0);
    }

    @Test
    void construct_withAnotherNumberOfWords_isABug() {
        assertThatThrownBy(() -> new Hash128(new long[7])).hasMessageStartingWith("BUG:");
    }

    private long[] key() {
        long[] words = new long[Hash128.KEY_WORDS];
        for (int i = 0; i < words.length; i++) {
            words[i] = random.nextLong();
        }
        return words;
    }

    private static Words words(Hash128 hash, long salt, byte[] bytes, int length) {
        hash.hash(salt, bytes, 0, length);
        return new Words(hash.high(), hash.low());
    }
}

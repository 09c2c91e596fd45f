package io.tributary.tsdb.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.testkit.SeededCases.Random;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class Hash128Test {
    private record Words(long high, long low) {}

    private enum Kind {
        HASH,
        WIDE
    }

    private final Random random = new Random(1);
    private final long[] key = key();
    private final Hash128 hash = new Hash128(key);

    @Test
    void hash_ofEveryTailLength_dependsOnEveryByteAndOnNoneBehind() {
        for (Kind kind : Kind.values()) {
            byte[] bytes = random.bytes(100, 100);
            Set<Words> seen = new HashSet<>();
            for (int length = 0; length <= 80; length++) {
                Words words = words(kind, hash, 7, bytes, length);
                assertThat(seen.add(words)).as("length %d", length).isTrue();
                for (int at = 0; at < bytes.length; at++) {
                    bytes[at] ^= 1;
                    Words changed = words(kind, hash, 7, bytes, length);
                    bytes[at] ^= 1;
                    assertThat(changed.equals(words))
                            .as("byte %d of %d", at, length)
                            .isEqualTo(at >= length);
                }
            }
        }
    }

    @Test
    void hash_ofZeros_dependsOnTheirNumber() {
        for (Kind kind : Kind.values()) {
            Set<Words> seen = new HashSet<>();
            for (int length = 0; length <= 130; length++) {
                assertThat(seen.add(words(kind, hash, 0, new byte[130], length))).isTrue();
            }
        }
    }

    @Test
    void hash_atAnotherOffset_isTheSame() {
        for (Kind kind : Kind.values()) {
            byte[] bytes = random.bytes(40, 40);
            byte[] moved = new byte[60];
            System.arraycopy(bytes, 0, moved, 13, 40);

            assertThat(words(kind, hash, 3, moved, 13, 40))
                    .isEqualTo(words(kind, hash, 3, bytes, 40));
        }
    }

    @Test
    void hash_withAnotherSaltOrKey_isAnother() {
        for (Kind kind : Kind.values()) {
            byte[] bytes = random.bytes(33, 33);
            Words words = words(kind, hash, 1, bytes, 33);

            assertThat(words(kind, new Hash128(key), 1, bytes, 33)).isEqualTo(words);
            for (int bit = 0; bit < 64; bit++) {
                assertThat(words(kind, hash, 1 ^ (2L << bit), bytes, 33).equals(words))
                        .isEqualTo(bit == 63);
            }
            for (int word = 0; word < Hash128.KEY_WORDS; word++) {
                long[] other = key.clone();
                other[word] ^= 1L << 20;
                assertThat(words(kind, new Hash128(other), 1, bytes, 33))
                        .as("word %d", word)
                        .isNotEqualTo(words);
            }
        }
    }

    @Test
    void hash_withOneInputBitTurned_turnsAboutHalfOfItsBits() {
        for (Kind kind : Kind.values()) {
            int trials = 0;
            long turned = 0;
            for (int length = 1; length <= 70; length++) {
                byte[] bytes = random.bytes(length, length);
                Words words = words(kind, hash, 5, bytes, length);
                for (int bit = 0; bit < 8 * length; bit++) {
                    bytes[bit / 8] ^= (byte) (1 << (bit % 8));
                    Words changed = words(kind, hash, 5, bytes, length);
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

    private static Words words(Kind kind, Hash128 hash, long salt, byte[] bytes, int length) {
        return words(kind, hash, salt, bytes, 0, length);
    }

    private static Words words(
            Kind kind, Hash128 hash, long salt, byte[] bytes, int offset, int length) {
        switch (kind) {
            case HASH -> hash.hash(salt, bytes, offset, length);
            case WIDE -> hash.hashWide(salt, bytes, offset, length);
        }
        return new Words(hash.high(), hash.low());
    }
}

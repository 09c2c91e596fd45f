package io.tributary.tsdb.append;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.flow.WriteBatch;
import io.tributary.testkit.SeededCases;
import io.tributary.tsdb.series.Hash128;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunHashesTest {
    private final Hash128 hash = new Hash128(new Random(7).longs(Hash128.KEY_WORDS).toArray());
    private final RunHashes runs = new RunHashes(hash);

    private record Words(long high, long low) {}

    @Test
    void hash_dependsOnSaltOnEachTextAndTheirOrder() {
        begin(8, "a", "b", "c", "a", "d");
        Words salted = words(0, 1, 2, 4);
        begin(7, "a", "b", "c", "a", "d");
        Words first = words(0, 1, 2, 4);

        assertThat(words(3, 1, 2, 4)).isEqualTo(first);
        assertThat(words(0, 1, 2, 4)).isEqualTo(first);
        Set<Words> all = new HashSet<>();
        all.add(first);
        all.add(salted);
        all.add(words(1, 0, 2, 4));
        all.add(words(0, 1, 4, 2));
        all.add(words(2, 4, 0, 1));
        all.add(words(0, 4, 2, 1));
        all.add(words(0, 1));
        all.add(words(0, 1, 2));
        all.add(words(0, 1, 2, 4, 2, 4));
        all.add(words(0, 1, 2, 9));
        all.add(words(0, 1, 2, -9));
        all.add(words(0, 1, -9, 4));
        assertThat(all).hasSize(12);
    }

    /// Numbers mean other texts in each request, and pairs that are kept are those of this one.
    @Test
    void hash_ofEqualLabels_isEqualInEachRequest_andNoOther() {
        Map<List<String>, Words> seen = new HashMap<>();
        Set<Words> all = new HashSet<>();
        SeededCases.Random random = new SeededCases.Random(5);
        for (int request = 0; request < 200; request++) {
            String[] texts = new String[random.between(2, 40)];
            for (int i = 0; i < texts.length; i++) {
                texts[i] = "t" + random.between(0, 12);
            }
            begin(3, texts);
            for (int series = 0; series < 50; series++) {
                int[] refs = new int[2 * random.between(0, 4)];
                List<String> labels = new ArrayList<>();
                for (int i = 0; i < refs.length; i++) {
                    refs[i] = random.between(0, texts.length - 1);
                    labels.add(texts[refs[i]]);
                }
                Words words = words(refs);
                Words before = seen.putIfAbsent(labels, words);
                assertThat(before == null ? words : before).as("%s", labels).isEqualTo(words);
                all.add(words);
            }
        }
        assertThat(all).hasSameSizeAs(seen.keySet());
    }

    @Test
    void hash_ofMoreSymbolsThanPairsAreKept_isThatOfItsTexts() {
        String[] texts = new String[RunHashes.PAIRS_MAX + 2];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = "t" + i % RunHashes.PAIRS_MAX;
        }
        begin(3, texts);
        int beyond = RunHashes.PAIRS_MAX;

        assertThat(words(beyond, beyond + 1)).isEqualTo(words(0, 1));
        assertThat(words(beyond + 1, beyond)).isEqualTo(words(1, 0));
        assertThat(words(beyond, beyond + 1)).isNotEqualTo(words(1, 0));
    }

    private void begin(long salt, String... texts) {
        WriteBatch batch = new WriteBatch();
        batch.reset(String.join("", texts).getBytes(StandardCharsets.US_ASCII));
        int at = 0;
        for (String text : texts) {
            batch.symbols().add(at, text.length());
            at += text.length();
        }
        runs.begin(salt, batch.symbols(), batch.bytes());
    }

    private Words words(int... refs) {
        runs.hash(refs, 0, refs.length);
        return new Words(hash.high(), hash.low());
    }
}

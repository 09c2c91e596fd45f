package io.tributary.promql.engine.numeric;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Against what Prometheus' own implementation (`github.com/cespare/xxhash`) says.
class XxHash64Test {
    @ParameterizedTest
    @CsvSource({
        "0, ef46db3751d8e999",
        "1, e934a84adb052768",
        "3, 9ff70a635a6209ab",
        "4, ae5acdc00a55ac41",
        "7, d734a6b26f3da63e",
        "8, 87116b3365b924eb",
        "15, 02c53ab1e360882f",
        "31, 0f187c62b1e722b7",
        "32, 91b0cb0931a8c629",
        "33, 931b043cf8d65b94",
        "100, 8e2272c08247d5db"
    })
    void hash_ofMultiplesOfSeven_isTheReferences(int length, String hash) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (7 * i);
        }

        assertThat(XxHash64.hash(bytes)).isEqualTo(Long.parseUnsignedLong(hash, 16));
    }
}

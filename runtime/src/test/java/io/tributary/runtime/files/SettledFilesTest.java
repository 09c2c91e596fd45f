package io.tributary.runtime.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SettledFilesTest {
    private final SettledFiles files = new SettledFiles();

    /// A file that is written in place, piece by piece, reads as a declaration of less meanwhile.
    @Test
    void isSettled_fileThatGrows_isWhenItDoesNoMore() {
        assertThat(files.isSettled(file("tenants: [{name: a}"))).isFalse();
        assertThat(files.isSettled(file("tenants: [{name: a}]"))).isFalse();
        assertThat(files.isSettled(file("tenants: [{name: a}, {name: b}]"))).isFalse();
        assertThat(files.isSettled(file("tenants: [{name: a}, {name: b}]"))).isTrue();
        assertThat(files.isSettled(file("tenants: [{name: a}, {name: b}]"))).isTrue();
    }

    @Test
    void isSettled_fileThatComesOrGoes_isAtTheNextLook() {
        SortedMap<String, byte[]> two = file("tenants: []");
        two.put("more.yaml", new byte[0]);
        files.isSettled(file("tenants: []"));

        assertThat(files.isSettled(two)).isFalse();
        assertThat(files.isSettled(file("tenants: []"))).isFalse();
        assertThat(files.isSettled(file("tenants: []"))).isTrue();
    }

    private static SortedMap<String, byte[]> file(String text) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        files.put("registry.yaml", text.getBytes(StandardCharsets.UTF_8));
        return files;
    }
}

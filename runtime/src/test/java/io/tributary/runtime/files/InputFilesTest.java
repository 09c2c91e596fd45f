package io.tributary.runtime.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFilesTest {
    @TempDir private Path directory;

    @Test
    void readOne_file_isItsBytesHoweverItsPathIsSpelt() throws Exception {
        Files.write(directory.resolve("file"), new byte[] {1, 2});

        assertThat(InputFiles.readOne(directory.resolve("file"), 2)).containsExactly(1, 2);
        assertThat(InputFiles.readOne(Path.of(directory + "//.//file"), 2)).containsExactly(1, 2);
    }

    @Test
    void readOne_nothingToRead_namesIt() throws Exception {
        Path large = Files.write(directory.resolve("large"), new byte[3]);

        assertThatThrownBy(() -> InputFiles.readOne(large, 2))
                .isInstanceOf(IOException.class)
                .hasMessage(large + ": found more than 2 bytes, expected at most so many");
        for (Path path : new Path[] {directory, directory.resolve("none")}) {
            assertThatThrownBy(() -> InputFiles.readOne(path, 2))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("cannot read the file " + path + ": ");
        }
    }
}

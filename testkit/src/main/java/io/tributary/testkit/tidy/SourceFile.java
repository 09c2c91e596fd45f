package io.tributary.testkit.tidy;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.Tree;
import com.sun.source.util.SourcePositions;
import java.nio.file.Path;
import java.util.List;

/// One Java source, as text and as a parse tree.
///
/// @param path from the module's directory
/// @param isTest whether it stands in the test sources
record SourceFile(
        Path path,
        boolean isTest,
        String text,
        CompilationUnitTree tree,
        SourcePositions positions) {
    String fileName() {
        return String.valueOf(path.getFileName());
    }

    /// The directory that holds it.
    Path directory() {
        return path.resolveSibling("");
    }

    String packageName() {
        return tree.getPackageName() == null ? "" : tree.getPackageName().toString();
    }

    boolean isPackageInfo() {
        return fileName().equals("package-info.java");
    }

    /// Types that are not within another.
    List<? extends Tree> topLevelTypes() {
        return tree.getTypeDecls();
    }

    /// The line where a part of the tree begins, from 1.
    long line(Tree part) {
        return tree.getLineMap().getLineNumber(positions.getStartPosition(tree, part));
    }

    /// How many lines a part of the tree takes, its annotations included.
    long lineCount(Tree part) {
        LineMap lines = tree.getLineMap();
        return lines.getLineNumber(positions.getEndPosition(tree, part)) - line(part) + 1;
    }
}

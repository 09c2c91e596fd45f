/// Rules about how sources look, run as a test in every module.
///
/// *Start here*: {@link io.tributary.testkit.tidy.TidyTest}.
///
/// The rules read text and parse trees (of the JDK's own compiler), never compiled classes; what
/// depends on what is checked in {@link io.tributary.testkit.architecture}. One thread.
///
/// Deliberately absent: formatting (the formatter checks it), null checks and lint (the compiler).
@NullMarked
package io.tributary.testkit.tidy;

import org.jspecify.annotations.NullMarked;

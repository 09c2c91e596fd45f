/// Rules about what may depend on what, run as a test over the compiled classes of every module.
///
/// *Start here*: {@link io.tributary.testkit.architecture.ArchitectureTest}, and {@link
/// io.tributary.testkit.architecture.Modules} for the table of modules.
///
/// A class's module is the third part of its package's name. Rules are functions from classes to
/// sentences about what is wrong, so that each is tested on classes made to break it. One thread.
@NullMarked
package io.tributary.testkit.architecture;

import org.jspecify.annotations.NullMarked;
